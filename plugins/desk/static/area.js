// A text area that helps: buttons, keys and Enter, each of which one undo takes back.
// While an input method composes, nothing here touches the text.

import { MARKS, entered, inserted } from "./marks.js";

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
const composing = new WeakSet();

export const textOf = ({ value, selectionStart: start, selectionEnd: end }) =>
  ({ value, start, end });

export const isComposing = (area) => composing.has(area);

// The browser's own undo knows what is typed by a command, and not what is assigned.
function type(area, words) {
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  area.setRangeText(words);
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

export function apply(area, edit) {
  if (!edit || isComposing(area)) return;
  area.focus();
  area.setSelectionRange(edit.from, edit.to);
  if (area.value.slice(edit.from, edit.to) !== edit.words) type(area, edit.words);
  area.setSelectionRange(edit.start, edit.end);
  area.dispatchEvent(new Event("moved", { bubbles: true }));
}

// Markdown in a paragraph of its own, where the cursor is.
export const insert = (area, markdown) => apply(area, inserted(textOf(area), markdown));

export function helping(area, toolbar, asking) {
  const buttons = [...toolbar.querySelectorAll("button")];
  const act = ({ dataset: { does } }) => (MARKS[does]
    ? apply(area, MARKS[does](textOf(area)))
    : asking(does, area));

  area.addEventListener("compositionstart", () => composing.add(area));
  area.addEventListener("compositionend", () => composing.delete(area));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || isComposing(area)) return;
    const edit = event.key === "Enter" && !event.shiftKey && !held(event) && entered(textOf(area));
    const button = held(event) && buttons.find(({ dataset }) => dataset.key === keyOf(event));
    if (edit || button) event.preventDefault();
    if (edit) apply(area, edit);
    if (button) act(button);
    if (event.key === "F10" && event.altKey) buttons.find((one) => one.tabIndex === 0).focus();
  });
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && !isComposing(area)) act(button);
  });
  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // the text stays chosen
  toolbar.addEventListener("keydown", ({ key }) => { if (key === "Escape") area.focus(); });
  roving(toolbar, buttons);
  buttons.filter(({ dataset }) => dataset.key).forEach(nameKey);
  toolbar.hidden = false;
}

const held = (event) => (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;

// Digits by their place, because with the shift key keyboards differ.
const keyOf = ({ shiftKey, code, key }) => (shiftKey ? code : key.toLowerCase());

function nameKey(button) {
  const key = button.dataset.key.replace("Digit", "Shift+").toUpperCase().replace("SHIFT", "Shift");
  button.title = `${isMac ? "⌘" : "Ctrl"}+${key}`;
  button.setAttribute("aria-keyshortcuts", `${isMac ? "Meta" : "Control"}+${key}`);
}

// One stop of the Tab key; arrows go from button to button (ARIA Authoring Practices, toolbar).
function roving(toolbar, buttons) {
  const choose = (chosen) => buttons.forEach((one) => (one.tabIndex = one === chosen ? 0 : -1));
  choose(buttons[0]);
  toolbar.addEventListener("focusin", ({ target }) => choose(target));
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target), last = buttons.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last,
                   Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[next].focus();
  });
}
