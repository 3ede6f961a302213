// Offers what fits the words that are typed, as buttons below them.

const PAUSE = 150, MOST = 8; // milliseconds; offers

// `find` returns pairs of a value and its words for what is typed; `take` is given the chosen pair,
// of Enter the first one; where nothing fits, Enter does what is `otherwise`.
export function offering(field, list, find, take, otherwise) {
  let timer = 0, asked = 0, offers = [];
  list.ariaLive = "polite";

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, PAUSE);
  });
  field.addEventListener("compositionend", look);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") enter();
    else if (offers.length && event.key === "Escape") show([]);
    else if (offers.length && event.key === "ArrowDown") list.querySelector("button").focus();
    else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    (event.target.parentElement[step]?.firstChild ?? field).focus();
  });
  return { clear: () => show([]) };

  async function look() {
    const mine = ++asked, found = field.value.trim() ? await find(field.value.trim()) : [];
    if (mine === asked) show(found.slice(0, MOST));
  }

  async function enter() {
    await look();
    if (offers.length) choose(offers[0]);
    else otherwise?.();
  }

  function show(found) {
    asked++;
    clearTimeout(timer);
    offers = found;
    list.replaceChildren(...offers.map((offer) => {
      const item = document.createElement("li");
      item.append(button(offer[1], () => choose(offer)));
      return item;
    }));
  }

  function choose(offer) {
    show([]);
    take(...offer);
  }
}

export function button(words, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: words });
  made.addEventListener("click", act);
  return made;
}
