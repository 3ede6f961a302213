// Follow a work: its page is asked for again until it has ended.
const PAUSE = 700;

async function follow() {
  const work = document.getElementById("work");
  let fresh;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(answer.status);
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("work");
  } catch {
    // The desk may be starting again: what is shown stays.
  }
  if (fresh && fresh.innerHTML !== work.innerHTML) work.replaceChildren(...fresh.childNodes);
  if (!fresh || "running" in fresh.dataset) setTimeout(follow, PAUSE);
}

setTimeout(follow, PAUSE);
