// Keeps what is typed: at the desk after each pause and, while it does not answer, in this browser.

const PAUSE = 300, AGAIN = 3000; // milliseconds

// `name` is who types what, `own` this window; `typed` returns its values; `told` hears how it went.
export function keeping(part, name, own, { typed, fill, told, isComposing }) {
  let isNew = false, isOld = false, timer = 0, sending = null;

  part.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  part.addEventListener("compositionend", later);
  part.addEventListener("change", later);
  document.addEventListener("visibilitychange", () => { if (document.hidden && isNew) now(); });
  window.addEventListener("online", () => { if (isNew) now(); });
  // Typed in another window of hers: this one begins again with that, or the last words would go.
  window.addEventListener("storage", ({ key }) => { if (key?.startsWith(name)) isOld = true; });
  window.addEventListener("focus", () => { if (isOld && !isNew && !sending) location.reload(); });
  restore();
  return { now, isKept: () => !isNew && !sending };

  function later() {
    isNew = true;
    store(JSON.stringify([...typed()]));
    wait(PAUSE);
  }

  function wait(time) {
    clearTimeout(timer);
    timer = setTimeout(now, time);
  }

  // One request at a time; the last words win.
  function now() {
    clearTimeout(timer);
    return sending ??= send().finally(() => { sending = null; if (isNew) wait(AGAIN); });
  }

  async function send() {
    do {
      isNew = false;
      try {
        told({ answer: await ask("/_desk/typed", typed()) });
      } catch (error) {
        isNew = true;
        told({ error });
        return;
      }
    } while (isNew && !isComposing());
    if (!isNew) store(null);
  }

  // What a crash, or an answer that never came, has left here: of one window, as of another next time.
  function restore() {
    const left = Object.keys(localStorage).find((key) => key.startsWith(name));
    if (!left) return;
    fill(new URLSearchParams(JSON.parse(localStorage.getItem(left))));
    later();
    localStorage.removeItem(left);
  }

  function store(words) {
    try {
      if (words === null) localStorage.removeItem(name + own);
      else localStorage.setItem(name + own, words);
    } catch { /* the browser keeps nothing: the desk does */ }
  }
}

export async function ask(address, body) {
  const headers = { Accept: "application/json" }, method = body ? "POST" : "GET";
  const answer = await fetch(address, { method, body, headers })
    .catch(() => { throw new Error("away"); });
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) throw new Error(answer.redirected || answer.status === 403 ? "login" : "away");
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.message);
  return found;
}
