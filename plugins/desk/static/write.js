// The writing page: a column for each language, what the check says of it, what it becomes.

import { accepting, filled, picture, text } from "./adding.js";
import { helping, isComposing, textOf } from "./area.js";
import { asking, finding } from "./asking.js";
import { alike, choosing } from "./keys.js";
import { keeping } from "./keeping.js";
import { lined } from "./lines.js";
import { paragraphAt, showing } from "./shown.js";
import { telling } from "./told.js";

const [page, state, others, view, panel] = ["write", "state", "others", "view", "shown"]
  .map((id) => document.getElementById(id));

const say = (name, values = {}) =>
  page.dataset[name].replace(/\{(\w+)\}/g, (_, place) => values[place]);

const clock = (time) =>
  new Date(time).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });

const tell = (place, words) => { if (place.textContent !== words) place.textContent = words; };

const frames = showing(panel, () => paragraphAt(textOf(current.area)));
const versions = [];
for (const part of page.querySelectorAll(".version")) versions.push(begin(part));
let current = versions[0], paragraph = "", isLeaving = false;

function begin(part) {
  const { lang, path } = part.dataset, prefix = `${lang}.`;
  const area = part.querySelector("textarea[name$='.body']"), lines = lined(area);
  const tellProblems = telling(part, lines, { say, repair });
  const version = { part, area, lines, path, lang };

  const brings = { picture: () => picture(version, versions), word: () => text(version) };
  helping(area, part.querySelector("[role=toolbar]"), (does) =>
    (brings[does] ?? (() => asking(does, area, lang)))());
  accepting(version, versions);
  part.addEventListener("focusin", () => turnTo(version));
  area.addEventListener("moved", () => lines.reveal());
  for (const search of part.querySelectorAll("[name*='.add.']"))
    choosing(page.elements[search.name.replace(".add.", ".head.")], search,
             (name) => say("remove", { name }));
  part.addEventListener("input", count);
  count();
  const kept = keeping(part, `${page.dataset.person}:${path}`, page.elements[`${prefix}window`].value,
                       { typed, fill, told, isComposing: () => isComposing(area) });
  return Object.assign(version, kept);

  function typed() {
    const named = [...new FormData(page)].filter(([name]) => name.startsWith(prefix));
    return new URLSearchParams(named.map(([name, value]) => [name.slice(prefix.length), value]));
  }

  function fill(values) {
    for (const field of page.elements) {
      if (!field.name.startsWith(prefix) || field.name === `${prefix}window`) continue;
      const given = values.getAll(field.name.slice(prefix.length));
      if (given.length) field.value = given[0];
      field.dispatchEvent(new Event("input")); // what shows it is drawn again
    }
    count();
  }

  function told({ answer, error }) {
    if (error) return tell(state, page.dataset[error.message] ?? error.message);
    tell(state, answer.kept ? say("kept", { time: clock(answer.kept) }) : say("same"));
    const writing = answer.writers.map(({ name, at }) => say("writing", { name, time: clock(at) }));
    page.elements[`${prefix}kept`].value = answer.digest;
    tell(others, writing.concat(["moved_on", "apart"].flatMap((name) =>
      (answer[name] ? say(name) : []))).join(" "));
    tell(part.querySelector(".length"), say("length", answer));
    tellProblems(answer);
    if (version === current) frames.show(path);
  }

  function repair({ field, value, adds }) {
    const place = page.elements[`${prefix}head.${field}`];
    place.value = adds && place.value ? `${place.value}, ${value}` : value;
    place.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function count() {
    for (const counted of part.querySelectorAll("[data-counts]")) {
      const { value } = page.elements[counted.dataset.counts];
      tell(counted, say("signs", { number: [...value].length }));
    }
  }
}

// A topic that is new is chosen at once, in every language.
page.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href^='/_desk/topic']");
  if (!link) return;
  event.preventDefault();
  const made = await filled(link.href), [, name] = link.closest(".field").className.split("field-");
  for (const { lang } of made ? versions : [])
    page.elements[`${lang}.head.${name}`].dispatchEvent(new CustomEvent("added", { detail: made }));
});
page.addEventListener("added", ({ target, detail: { key, names } }) => {
  if (!target.options) return;
  target.add(new Option(names[target.closest("[data-lang]").dataset.lang], key, true, true));
  target.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

page.addEventListener("change", ({ target }) => {
  for (const field of target.options ? alike(target) : []) {
    if (field === target || field.value === target.value) continue;
    field.value = target.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// A line of the header is one line.
page.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target.matches("[name*='.head.']"))
    event.preventDefault();
});

// What is shown beside the text is of the language in which she writes.
function turnTo(version) {
  for (const { part } of versions) part.classList.toggle("current", part === version.part);
  if (version === current) return;
  current = version;
  frames.show(version.path);
}

document.addEventListener("selectionchange", () => {
  if (document.activeElement !== current.area) return;
  const here = paragraphAt(textOf(current.area));
  if (here !== paragraph) frames.follow();
  paragraph = here;
});

// Saving leaves her where she is; another answer than that it is saved is a page of its own.
async function save() {
  tell(state, "");
  await Promise.all(versions.map((version) => version.now()));
  const body = new URLSearchParams(new FormData(page));
  const answer = await fetch(page.action, { method: "POST", body }).catch(() => null);
  if (!answer) return tell(state, say("away"));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.redirected || !fresh.getElementById("write")) return leave();
  // Where somebody else has saved since, her text is not made from that: the next save shows both.
  const now = (name) => fresh.querySelector(`[name="${name}"]`)?.value;
  for (const field of page.querySelectorAll("[type=hidden]:not([name$='.window'], [name$='.kept'])")) {
    const name = `${field.name.split(".")[0]}.body`;
    if (now(name) === body.get(name)?.replaceAll("\r\n", "\n")) field.value = now(field.name);
  }
  tell(state, fresh.getElementById("state").textContent.trim());
}

function leave() {
  isLeaving = true;
  page.submit();
}

page.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  save();
});
window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && !versions.every((version) => version.isKept())) event.preventDefault();
});

// What sticks to the top of the window stands below what sticks there already.
new ResizeObserver(([{ target }]) =>
  document.documentElement.style.setProperty("--bar", `${target.offsetHeight}px`))
  .observe(page.querySelector(".bar"));

// The choices of how this page looks are kept as long as its tab.
function remembering(form, lay) {
  const name = `desk:${form.id}`, stored = JSON.parse(sessionStorage.getItem(name) ?? "null");
  for (const field of stored ? form.elements : [])
    field.checked = stored.some(([key, value]) => key === field.name && value === field.value);
  form.addEventListener("change", () => {
    sessionStorage.setItem(name, JSON.stringify([...new FormData(form)]));
    lay();
  });
  lay();
}

remembering(view, () => {
  const chosen = new FormData(view);
  const alone = versions.find(({ lang }) => lang === chosen.get("languages"));
  for (const version of versions) version.part.hidden = alone && version !== alone;
  panel.hidden = !chosen.has("shown");
  turnTo(alone ?? current);
  if (!panel.hidden) frames.show(current.path);
});
view.hidden = false;
remembering(panel.querySelector("form"), frames.lay);
finding(document.getElementById("ask-link"));
