// Topics, laws and authors by their names: what is chosen as a list, the others by a search.

import { button, offering } from "./offering.js";

const NAMES = " · "; // parts the names of a law, of which the first is ours

// The same field in every language, if what it holds is the text's and not the language's.
export const alike = (field) => (!("shared" in field.dataset) ? [field]
  : field.form.querySelectorAll(`[name$="${field.name.replace(/^[^.]*/, "")}"]`));

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// `field` holds the keys, with commas; `search` is where others are looked for, by its datalist.
export function choosing(field, search, removing) {
  const choices = new Map([...search.list.options].map(({ value, label }) => [value, label]));
  const chosen = document.createElement("ul"), found = document.createElement("ul");
  const offers = offering(search, found, find, add);
  const keys = () => field.value.split(",").map((key) => key.trim()).filter(Boolean);
  search.removeAttribute("list");
  search.removeAttribute("name"); // what is half typed is no key yet
  search.before(chosen);
  search.after(found);
  [chosen.className, found.className] = ["chosen", "found"];
  field.hidden = true;
  field.labels[0].htmlFor = search.id;
  field.addEventListener("input", draw);
  field.addEventListener("chosen", ({ detail: { key, isChosen } }) => {
    const others = keys().filter((one) => one !== key);
    if (isChosen !== keys().includes(key)) put(isChosen ? [...others, key] : others);
  });
  field.addEventListener("added", ({ detail: { key, names } }) => {
    choices.set(key, names[field.closest("[data-lang]").dataset.lang]);
    put([...keys(), key]);
  });
  draw();

  function find(words) {
    const sought = plain(words).split(/\s+/), had = keys();
    return [...choices].filter(([key, names]) => !had.includes(key)
      && sought.every((word) => plain(`${key} ${names}`).includes(word)));
  }

  function add(key) {
    search.value = "";
    choose(key, true);
  }

  function choose(key, isChosen) {
    for (const one of alike(field))
      one.dispatchEvent(new CustomEvent("chosen", { detail: { key, isChosen } }));
    search.focus();
  }

  function put(next) {
    field.value = next.join(", ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function draw() {
    chosen.replaceChildren(...keys().map((key) => {
      const item = document.createElement("li"), name = (choices.get(key) ?? key).split(NAMES)[0];
      const remove = button("×", () => choose(key, false));
      remove.ariaLabel = removing(name);
      item.append(name, remove);
      return item;
    }));
    offers.clear();
  }
}
