// What a button asks before it writes: how large a table, where a link leads, which form.

import { form, link, selected, table } from "./marks.js";
import { apply, textOf } from "./area.js";
import { ask } from "./keeping.js";
import { offering } from "./offering.js";

const WRITES = {
  table: (text, { rows, columns }) => table(text, Number(rows), Number(columns)),
  form: (text, { name, words }) => form(text, words, name),
  link: (text, { address, words }) => link(text, words, address),
};

// Opens the dialog of a button; what it returns is written when it is closed by its own button.
export async function asking(does, area, lang) {
  const dialog = document.getElementById(`ask-${does}`);
  const text = textOf(area), fields = dialog.querySelector("form");
  fields.reset();
  if (fields.words) fields.words.value = selected(text);
  dialog.lang = lang;
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  if (dialog.returnValue !== "ok") return area.setSelectionRange(text.start, text.end);
  const said = Object.fromEntries(new FormData(fields));
  said.words ||= fields.querySelector("option:checked")?.dataset[lang]; // what a form is called
  apply(area, WRITES[does](text, said));
}

// Looks for texts of the site while words of theirs are typed in the place of an address.
export function finding(dialog) {
  const fields = dialog.querySelector("form"), { address, words } = fields;
  const { clear } = offering(address, dialog.querySelector(".found"), find, take, insert);
  dialog.addEventListener("close", clear);

  function find(sought) {
    if (/^(?:\w+:|\{|www\.|[#/])/.test(sought)) return [];
    const sent = new URLSearchParams({ lang: dialog.lang, words: sought });
    return ask(`/_desk/linked?${sent}`).catch(() => []);
  }

  function take(to, title) {
    address.value = to;
    words.value ||= title;
    insert();
  }

  function insert() {
    fields.requestSubmit(fields.querySelector("[value=ok]"));
  }
}
