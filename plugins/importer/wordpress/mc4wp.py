"""Read a form of MC4WP, which is HTML: its inputs are fields of Mailchimp’s, by their names."""

from dataclasses import replace

from bs4.element import NavigableString, PageElement, Tag

from plugins.core.html import read
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.wordpress.form_fields import (
    BREAK,
    OldDrawing,
    OldField,
    OldOption,
    drawn,
    empty_choice,
    filled_elsewhere,
    plain,
    unmarked,
    words_before,
    words_beside,
)

NAMES = {"EMAIL": ("email", "email", "email"), "FNAME": ("first-name", "text", "given-name"),
         "LNAME": ("last-name", "text", "family-name"), "NAME": ("name", "text", "name"),
         "COMPANY": ("company", "text", "organization"), "PHONE": ("phone", "tel", "tel")}
"""The usual fields of an audience: our name, type and what browsers fill in."""

TYPES = {"email": "email", "tel": "tel", "url": "url", "text": "text", "textarea": "textarea"}
ROWS = ("label", "p", "div", "li", "fieldset")


def read_inputs(html: str) -> OldDrawing:
    """Return what a form draws."""
    reader = _Reader()
    reader.read(read(drawn(html)))
    return OldDrawing(tuple(reader.fields), reader.submit, tuple(reader.losses))


def _is_group(name: str) -> bool:
    return name.upper().startswith(("INTERESTS", "GROUP"))


class _Reader:
    """Reads inputs with the words before them, those of a box with the words behind."""

    def __init__(self) -> None:
        self.fields: list[OldField] = []
        self.losses: list[Loss] = []
        self.submit = ""
        self.words: list[str] = []
        self.box: OldField | None = None

    def read(self, form: Tag) -> None:
        """Read a form; a box has its words at the end of its row.

        Words that are left are told, and groups, which no form here has.
        """
        waiting: list[PageElement | None] = [*reversed(form.contents)]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Tag):
                waiting += reversed(self._opened(part))
            elif part is None:
                self._end_box()
                self.words.append("\n")
            elif type(part) is NavigableString:  # what programs read is a subclass
                self.words.append(part)
        self._end_box()
        for group in filter(lambda each: _is_group(each.name), self.fields):
            offered = ", ".join(option.label for option in group.options)
            self.losses.append(Loss(say("a group of the audience is left out; a subscription here "
                                        "notes the language alone"),
                                    near(f"{group.label}: {offered}")))
        self.fields = [each for each in self.fields if not _is_group(each.name)]
        if words := plain(" ".join(self.words)):
            self.losses.append(words_beside(words))

    def _opened(self, tag: Tag) -> list[PageElement | None]:
        """Take an input, a list or a button; return what is to be read in any other tag."""
        told = {name: str(value) for name, value in tag.attrs.items()}
        if tag.name == "button":
            self.submit = f"{self.submit} {plain(tag.get_text())}".strip()
        elif tag.name == "select":
            offered = (plain("".join(words for words in option.strings
                                     if words.find_parent("option") is option))
                       for option in tag.find_all("option"))  # unclosed, one holds the next
            self._add(OldField(told.get("name", ""), "select", self._label(), "required" in told,
                               options=tuple(map(OldOption, filter(None, offered)))))
        elif tag.name in ("input", "textarea"):
            self._input(told | ({"type": "textarea"} if tag.name == "textarea" else {}))
        else:
            self.words += ["\n"] if BREAK.fullmatch(f"<{tag.name}>") else []
            return [*tag.contents, *([None] if tag.name in ROWS else [])]
        return []

    def _input(self, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text").lower()
        if kind in ("submit", "button", "image"):
            self.submit = self.submit or told.get("value", "")
        elif kind == "hidden" or name.startswith("_mc4wp"):
            self.losses.append(filled_elsewhere(name))
        elif kind in ("checkbox", "radio"):
            self._end_box()
            before = self._label()
            is_choice = kind == "radio" or _is_group(name)
            if before and (not is_choice or self._place(name) is not None):
                self.losses.append(words_beside(before))
            is_consent = name.upper().startswith(("AGREE_TO", "GDPR", "TERMS"))
            self.box = OldField(
                name, "radio" if is_choice else "consent" if is_consent else "checkbox",
                before if is_choice else "", "required" in told)
        else:
            ours, usual, token = NAMES.get(name.upper(), (name, TYPES.get(kind, "text"), ""))
            hint = plain(told.get("placeholder", ""))
            self._add(OldField(ours, usual, self._label() or hint or ours.replace("-", " "),
                               "required" in told or usual == "email", placeholder=hint,
                               autocomplete=token))

    def _end_box(self) -> None:
        if self.box:
            box, self.box = self.box, None
            label, place = self._label() or box.name, self._place(box.name)
            if box.type != "radio":
                same = sum(each.name.startswith(box.name) for each in self.fields)
                name = f"{box.name}-{same + 1}" if same else box.name
                self._add(replace(box, name=name, label=label))
            elif place is None:
                self._add(replace(box, label=box.label or box.name, options=(OldOption(label),)))
            else:
                known = self.fields[place]
                self.fields[place] = replace(known, options=(*known.options, OldOption(label)))

    def _add(self, found: OldField) -> None:
        if found.type == "select" and not found.options:
            self.losses.append(empty_choice(found.label))
        elif self._place(found.name) is None:
            self.fields.append(found)

    def _place(self, name: str) -> int | None:
        """Return where the field of this name is."""
        return next((place for place, each in enumerate(self.fields) if each.name == name), None)

    def _label(self) -> str:
        """Return the last words before a field, and tell those before them."""
        others, last = words_before("".join(self.words).split("\n"))
        self.words = []
        self.losses += map(words_beside, others)
        return unmarked(last)
