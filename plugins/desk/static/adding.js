// Brings in what a text needs from elsewhere: a picture, a text of Word, a new topic. The forms are
// those of the desk's own pages, in a dialog; what is pasted or dropped needs fewer words.

import { apply, insert, textOf } from "./area.js";
import { ask } from "./keeping.js";

const SHAPED = /<(?:h[1-6]|p|[uo]l|li|table|a|b|strong|em|i|sup|blockquote|img)\b/i;

const dialog = document.getElementById("add"), wrong = dialog.querySelector("[role=alert]");

// Shows the form of a page of the desk; returns what the desk has made of it, or nothing.
export async function filled(address, file) {
  const text = await fetch(address).then((answer) => answer.text());
  const page = new DOMParser().parseFromString(text, "text/html");
  const form = page.querySelector("main form");
  const files = new DataTransfer();
  dialog.querySelector("form:not([method=dialog])")?.remove();
  dialog.querySelector("h2").textContent = page.querySelector("h1").textContent;
  wrong.textContent = "";
  wrong.before(document.adoptNode(form));
  if (file) files.items.add(file);
  if (file) form.elements.file.files = files.files;
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(null), { once: true });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const made = await ask(form.action, new FormData(form)).catch(({ message }) => {
        wrong.textContent = message;
      });
      if (!made) return;
      done(made);
      dialog.close();
    });
  });
}

// The same for a text area, whose cursor a closed dialog would leave at the beginning.
async function filledFor({ area }, address, file) {
  const { start, end } = textOf(area), made = await filled(address, file);
  area.setSelectionRange(start, end);
  return made;
}

// A picture goes into every language: below the paragraph of the cursor, and of the same number.
export async function picture(version, versions, file) {
  const address = `/_desk/picture?${new URLSearchParams({ path: version.path })}`;
  const made = await filledFor(version, address, file);
  const { value, start } = textOf(version.area), gap = /\n\s*\n/g;
  const blocks = value.slice(0, start).split(gap).length;
  for (const { area, lang } of made ? versions : []) {
    const end = [...area.value.matchAll(gap)][blocks - 1]?.index ?? area.value.length;
    area.setSelectionRange(end, end);
    if (made.markdown[lang]) insert(area, made.markdown[lang]);
  }
  if (made) version.area.focus();
}

export async function text(version, file) {
  const { path, lang } = version, address = `/_desk/paste?${new URLSearchParams({ path, lang })}`;
  const made = await filledFor(version, address, file);
  if (made) put(version, made);
}

export function accepting(version, versions) {
  const take = (event, { files }) => {
    const [file] = files;
    if (!file) return false;
    event.preventDefault();
    if (file.type.startsWith("image/")) picture(version, versions, file);
    else text(version, file);
    return true;
  };
  // Without this, a browser leaves the page for the file.
  version.area.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  version.area.addEventListener("drop", (event) => take(event, event.dataTransfer));
  version.area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!SHAPED.test(html)) return take(event, event.clipboardData);
    event.preventDefault();
    paste(version, html, event.clipboardData.getData("text/plain"));
  });
}

// What the desk cannot convert is pasted as plain text.
async function paste(version, html, plain) {
  const { path, lang } = version, form = new URLSearchParams({ path, lang, html });
  put(version, await ask("/_desk/paste", form).catch(({ message }) =>
    ({ markdown: plain, said: message, losses: [] })));
}

function put({ area, part }, { markdown, said, losses }) {
  const { value, start, end } = textOf(area), words = counted(markdown.trim(), value);
  const caret = start + words.length, list = document.createElement("ul");
  if (words.includes("\n\n")) insert(area, words);
  else apply(area, { from: start, to: end, words, start: caret, end: caret });
  list.append(...losses.map((loss) =>
    Object.assign(document.createElement("li"), { textContent: loss })));
  part.querySelector(".brought").replaceChildren(said, ...(losses.length ? [list] : []));
}

// Notes that come in are counted from the last one of the text.
function counted(markdown, text) {
  const last = Math.max(0, ...[...text.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => number));
  return markdown.replace(/\[\^(\d+)\]/g, (_, number) => `[^${Number(number) + last}]`);
}
