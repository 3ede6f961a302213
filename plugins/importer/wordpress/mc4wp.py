"""Read a form of MC4WP, which is HTML: its inputs are fields of Mailchimp’s, by their names."""

from dataclasses import replace
from html.parser import HTMLParser

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
    reader.feed(drawn(html))
    reader.close()
    reader.finish()
    return OldDrawing(tuple(reader.fields), reader.submit, tuple(reader.losses))


def _is_group(name: str) -> bool:
    return name.upper().startswith(("INTERESTS", "GROUP"))


class _Reader(HTMLParser):
    """Reads inputs with the words before them, those of a box with the words behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: list[OldField] = []
        self.losses: list[Loss] = []
        self.submit = ""
        self.words: list[str] = []
        self.box: OldField | None = None
        self.select: OldField | None = None
        self.options: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an input, a list, an answer or a button."""
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "button", "option", "textarea"):
            self.inside = tag
        if tag == "option" and self.select:
            self.options.append("")
        elif tag == "select":
            self.options = []
            self.select = OldField(told.get("name", ""), "select", self._label(),
                                   "required" in told)
        elif tag in ("input", "textarea"):
            self._input(told | ({"type": "textarea"} if tag == "textarea" else {}))
        elif BREAK.fullmatch(f"<{tag}>"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a list; a box has its words by the end of its row."""
        if tag == self.inside:
            self.inside = ""
        if tag == "select" and self.select:
            chosen, self.select = self.select, None
            offered = filter(None, map(plain, self.options))
            self._add(replace(chosen, options=tuple(map(OldOption, offered))))
        elif tag in ROWS:
            self._end_box()
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words that readers see."""
        if self.inside == "option" and self.options:
            self.options[-1] += data
        elif self.inside == "button":
            self.submit = f"{self.submit} {plain(data)}".strip()
        elif not self.inside:
            self.words.append(data)

    def finish(self) -> None:
        """Tell the words that are left, and the groups, which no form here has."""
        self._end_box()
        for group in filter(lambda each: _is_group(each.name), self.fields):
            offered = ", ".join(option.label for option in group.options)
            self.losses.append(Loss(say("a group of the audience is left out; a subscription here "
                                        "notes the language alone"),
                                    near(f"{group.label}: {offered}")))
        self.fields = [each for each in self.fields if not _is_group(each.name)]
        if words := plain(" ".join(self.words)):
            self.losses.append(words_beside(words))

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
