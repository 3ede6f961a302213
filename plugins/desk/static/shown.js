// What the text becomes: its page, email and inbox line in frames, which follow the cursor.

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, figcaption";
const WIDTHS = { computer: { page: 1000, email: 680, text: 680, inbox: 680 },
                 phone: { page: 375, email: 375, text: 375, inbox: 375 } };

export function showing(panel, following) {
  const frames = [...panel.querySelectorAll("iframe")], choices = panel.querySelector("form");
  const loads = new WeakMap();
  let path = "";
  new ResizeObserver(fit).observe(panel);
  for (const frame of frames) frame.addEventListener("load", () => open(frame));
  return { show, lay, follow: () => seen().forEach(follow) };

  // Shows a version as it is kept now; what nobody looks at is not asked for.
  function show(next = path) {
    path = next;
    for (const frame of seen()) {
      const { part } = frame.dataset;
      const width = part === "inbox" ? { width: new FormData(choices).get("width") } : {};
      load(frame, `/_desk/shown/${path}?${new URLSearchParams({ part, ...width })}`);
    }
  }

  function seen() {
    return frames.filter((frame) => frame.checkVisibility());
  }

  function lay() {
    const chosen = new FormData(choices);
    for (const frame of frames) {
      const { part } = frame.dataset;
      frame.parentElement.hidden = !chosen.getAll("part").includes(part);
      frame.className = chosen.get("colours");
      frame.style.setProperty("--width", WIDTHS[chosen.get("width")][part]);
    }
    fit();
    if (path) show();
  }

  // A page is shown as wide as its readers see it, and smaller if there is no room.
  function fit() {
    for (const frame of frames) {
      const room = frame.parentElement.clientWidth / frame.style.getPropertyValue("--width");
      frame.style.setProperty("--fit", Math.min(1, room || 1));
    }
  }

  // A new body in the same window: it keeps its place, and nothing flickers. The window reads it
  // by itself, because what its page may contain, this one may not.
  async function load(frame, address) {
    if (frame.getAttribute("src") !== address) {
      frame.src = address;
      return;
    }
    const mine = Symbol(), view = frame.contentWindow;
    loads.set(frame, mine);
    const answer = await fetch(address).catch(() => null), text = await answer?.text();
    if (!answer || loads.get(frame) !== mine) return;
    const [type] = answer.headers.get("Content-Type").split(";");
    if (type !== view.document.contentType || type !== "text/html") return view.location.reload();
    const fresh = new view.DOMParser().parseFromString(text, type);
    if (styles(fresh) !== styles(view.document)) return view.location.reload();
    view.document.body.replaceWith(fresh.body);
    open(frame);
  }

  // Links lead out of the frame, unless they lead to a place in it.
  function open(frame) {
    for (const link of frame.contentDocument.querySelectorAll("a:not([href^='#'])"))
      link.target = "_blank";
    follow(frame);
  }

  function follow(frame) {
    const { top, bottom } = like(frame.contentDocument, following())?.getBoundingClientRect() ?? {};
    const height = frame.contentWindow.innerHeight;
    if (top < 0 || bottom > height) frame.contentWindow.scrollBy(0, top - height / 3);
  }
}

const styles = (page) => [...page.querySelectorAll("link[rel=stylesheet], style")]
  .map(({ outerHTML }) => outerHTML).join();

const wordsOf = (text) => text.replace(/\]\([^)]*\)|\[\^[^\]]*\]:?/g, " ")
  .toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// The block of a page that says what a paragraph of Markdown says: it shares most words with it.
export function like(page, paragraph) {
  const sought = new Set(wordsOf(paragraph));
  let best = null, most = 0.5;
  for (const block of sought.size ? page.querySelectorAll(BLOCKS) : []) {
    const words = new Set(wordsOf(block.textContent));
    let shared = 0;
    for (const word of words) shared += sought.has(word);
    const score = 2 * shared / (words.size + sought.size);
    if (score > most) [best, most] = [block, score];
  }
  return best;
}

// The paragraph, item or row of a text in which the cursor stands.
export function paragraphAt({ value, start }) {
  const above = value.slice(0, start), below = value.slice(start);
  const within = (gap) => above.split(gap).at(-1) + below.split(gap)[0];
  const line = within("\n");
  return /^ *(?:[-*+>#|]|\d+\.|\[\^)/.test(line) ? line : within(/\n *\n/);
}
