"""Read what Contact Form 7 kept of a form: its template, its mail, its answer to the sender.

The tags of a template are fields, and the words around them their labels. What has no equal here
is told (https://contactform7.com/docs/).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from plugins.core.email_address import normal_form
from plugins.core.messages import say
from plugins.core.plain_text import number_of
from plugins.forms.declaration.schema import AUTOCOMPLETE
from plugins.importer.markdown import Loss, near
from plugins.importer.wordpress.export import Item
from plugins.importer.wordpress.form_fields import (
    BREAK,
    OldDrawing,
    OldField,
    OldOption,
    drawn,
    empty_choice,
    filled_elsewhere,
    legible,
    plain,
    unmarked,
    words_before,
    words_beside,
)
from plugins.importer.wordpress.php import Value, array

TAG = re.compile(r"""\[(?P<type>[a-z][a-z0-9_]*)(?P<star>\*?)
    (?P<rest>(?:\s+(?:"[^"\n]*"|'[^'\n]*'|[^\s\[\]"']+))*)\s*/?\]""", re.VERBOSE)
END = re.compile(r"\[/[a-z]+\]")
WORD = re.compile(r"""\s+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s\[\]"']+))""")
ACCEPTED = re.compile(r"(.{0,2000}?)\[/acceptance\]", re.DOTALL)

TYPES = {"text": "text", "email": "email", "tel": "tel", "phonetext": "tel", "url": "url",
         "textarea": "textarea", "number": "text", "range": "text", "date": "text",
         "dynamictext": "text", "select": "select", "radio": "radio", "checkbox": "checkbox",
         "acceptance": "consent", "hidden": "hidden"}

SILENT = ("submit", "response", "count")
TURING = ("quiz", "captchac", "captchar", "recaptcha", "honeypot", "hcaptcha", "turnstile",
          "cf7sr", "simple_turnstile", "cf7ic")
"""What tells people from machines there; here, a trap does that nobody sees."""

FILES = ("file", "mfile", "multifile", "drag_n_drop_upload")

MAIL_TAG = re.compile(r"\[([a-z_][\w-]*)\]", re.IGNORECASE)
HEADER = re.compile(r"^(cc|bcc)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
MOST = 2_000
"""Characters of what is read of a line of a mail: more, and nobody typed it."""

LEFT = re.compile(r"[\s\-–—|:,()]+$|^[\s\-–—|:,()]+")


def read_template(template: str) -> OldDrawing:
    """Return what a template draws."""
    reader = _Reader(template)
    fields: dict[str, OldField] = {}
    for each in reader.read():
        fields.setdefault(each.name, each)
    return OldDrawing(tuple(fields.values()), reader.submit, tuple(reader.losses))


class _Reader:
    """Goes through a template once."""

    def __init__(self, template: str) -> None:
        self.template = drawn(template)
        self.losses: list[Loss] = []
        self.submit = ""

    def read(self) -> Iterator[OldField]:
        """Yield each field; the words between two tags are the label of the second."""
        end = 0
        for tag in TAG.finditer(self.template):
            if tag.start() < end:
                continue
            around = END.sub("", self.template[end:tag.start()])
            before, label = words_before(BREAK.split(around))
            end = tag.end()
            if tag["type"] == "acceptance":
                end, words = self._accepted(tag.end())
                before, label = ([*before, label] if label else before), words
            if tag["type"] in TYPES:
                yield from self._field(tag, unmarked(label))
            else:
                self._other(tag)
                before = [*before, label]
            self.losses += map(words_beside, filter(None, before))
        left = map(plain, BREAK.split(END.sub("", self.template[end:])))
        self.losses += map(words_beside, filter(None, left))

    def _accepted(self, start: int) -> tuple[int, str]:
        """Return where an acceptance ends, and its words: up to its end, or those of its line."""
        found = ACCEPTED.match(self.template, start)
        if not found or TAG.search(found[1]):
            found = re.compile(r"([^\n\[<]*)").match(self.template, start)
        assert found
        if re.search(r"<a\b", found[1], re.IGNORECASE):
            self.losses.append(Loss(say("a link in the words of a consent is left out; name the "
                                        "page in words"), near(plain(found[1]))))
        return found.end(), plain(found[1])

    def _field(self, tag: re.Match[str], label: str) -> Iterator[OldField]:
        options, quoted = _parts(tag["rest"])
        name = next(iter(options), tag["type"])
        kind, typed = TYPES[tag["type"]], tag["type"]
        limits = dict(option.partition(":")[::2] for option in options[1:])
        holds = "placeholder" in limits or "watermark" in limits
        first = quoted[0] if quoted else ""
        field = OldField(
            name, kind, label or (first if holds else "") or name.replace("-", " "),
            required=bool(tag["star"]) or typed == "radio"
            or (typed == "acceptance" and "optional" not in limits),
            min=_number(limits.get("minlength", "")) if kind in ("text", "textarea") else 0,
            max=_most(options[1:]) if kind not in ("radio", "select", "checkbox") else 0,
            placeholder=first if holds else "",
            autocomplete=_autofill(limits.get("autocomplete", ""), name, kind))
        if kind in ("select", "radio", "checkbox"):
            yield from self._choice(field, quoted, limits)
        elif kind == "hidden":
            yield from self._hidden(field, first)
        else:
            if typed in ("number", "range", "date"):
                self.losses.append(Loss(say("a number or a date is a plain text here; add a "
                                            "“pattern” to its field"), near(field.label)))
            if first and not holds and kind != "consent":
                self.losses.append(Loss(say("words that a field held beforehand are left out"),
                                        near(first)))
            yield field

    def _choice(self, field: OldField, quoted: list[str], limits: dict[str, str]
                ) -> Iterator[OldField]:
        found = [option for option in map(_option, quoted) if option.label]
        if field.type == "select" and "first_as_label" in limits:
            found = found[1:]
        if field.type == "select" and "multiple" in limits:
            self.losses.append(Loss(say("several answers could be chosen here; now it is one"),
                                    near(field.label)))
        if not found:
            self.losses.append(empty_choice(field.label))
            return
        if field.type != "checkbox" or "exclusive" in limits:
            kind = "radio" if field.type == "checkbox" else field.type
            yield OldField(field.name, kind, field.label, field.required, options=tuple(found))
        elif len(found) == 1:
            yield OldField(field.name, "checkbox", found[0].label, field.required)
        else:
            if field.required:
                self.losses.append(Loss(say("one of these boxes had to be ticked; now none has to "
                                            "be"), near(field.label)))
            for number, option in enumerate(found, 1):
                yield OldField(f"{field.name}-{number}", "checkbox",
                               f"{field.label} – {option.label}")

    def _hidden(self, field: OldField, value: str) -> Iterator[OldField]:
        if value.strip():
            yield OldField(field.name, "hidden", field.name.replace("-", " "), value=value)
        else:
            self.losses.append(filled_elsewhere(field.name))

    def _other(self, tag: re.Match[str]) -> None:
        _, quoted = _parts(tag["rest"])
        if tag["type"] == "submit":
            self.submit = quoted[0] if quoted else ""
        elif tag["type"] in TURING:
            self.losses.append(Loss(say("a test for machines is left out; every form here has a "
                                        "trap that people do not see"), near(tag[0])))
        elif tag["type"] in FILES:
            self.losses.append(Loss(say("a field for files is left out; a form takes none here"),
                                    near(tag[0])))
        elif tag["type"] not in SILENT:
            self.losses.append(Loss(say("a part of a form that is unknown here is left out"),
                                    near(tag[0])))


def _parts(rest: str) -> tuple[list[str], list[str]]:
    """Return what is not quoted in a tag, and what is."""
    options, quoted = list[str](), list[str]()
    for found in WORD.finditer(rest):
        if found[3] is not None:
            options.append(found[3])
        else:
            quoted.append(unescape(found[1] if found[1] is not None else found[2]))
    return options, quoted


def _option(words: str) -> OldOption:
    """Return an answer; what follows a “|” was sent instead, often the address of who gets it."""
    label, _, sent = words.partition("|")
    address = normal_form(sent.strip())
    return OldOption(" ".join(label.split()) or sent.strip(), address or "")


def _most(options: list[str]) -> int:
    """Return how many characters a field takes: `maxlength:40`, `40/60` or `40x10/60`."""
    for option in options:
        if found := re.fullmatch(r"maxlength:(\d+)|\d*(?:x\d*)?/(\d+)", option):
            return _number(found[1] or found[2])
    return 0


def _number(text: str) -> int:
    return number if (number := number_of(text)) < 100_000 else 0


def _autofill(said: str, name: str, kind: str) -> str:
    if said in AUTOCOMPLETE:
        return said
    usual = {"email": "email", "tel": "tel", "url": "url"}
    return usual.get(kind, "name" if kind == "text" and name in ("your-name", "name") else "")


@dataclass(frozen=True)
class OldMail:
    """Who received a form, its subject with the old names of fields in braces, the answer to its
    sender as subject and text, and what is not kept.
    """

    recipient: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    subject: str = ""
    answer: tuple[str, str] = ("", "")
    losses: tuple[Loss, ...] = ()


def read_mail(item: Item, names: Mapping[str, str]) -> OldMail:
    """Return the mail of a form; `names` are those of its fields here, by the old ones."""
    mail, second = array(item.first("_mail")), array(item.first("_mail_2"))
    losses = []
    to, headers = _text(mail, "recipient"), _text(mail, "additional_headers")
    copies = [address for _, line in HEADER.findall(headers) for address in _addresses(line)]
    if any(kind.lower() == "bcc" for kind, _ in HEADER.findall(headers)):
        losses.append(Loss(say("a blind copy is an open one here; look at “copy”"),
                           near(", ".join(copies))))
    if _addresses(to) != tuple(map(str.strip, to.split(","))):
        losses.append(Loss(say("the recipient depended on what is not known here; write the "
                               "address into “recipient”"), near(to)))
    if settings := item.first("_additional_settings").strip():
        losses.append(Loss(say("additional settings of a form are left out"), near(settings)))
    answer = ("", "")
    if _text(second, "active") in ("1", "True"):
        answer, lost = _answer(second)
        losses += lost
    return OldMail(_addresses(to), tuple(dict.fromkeys(copies)),
                   _subject(_text(mail, "subject"), names), answer, tuple(losses))


def _answer(mail: Mapping[str, Value]) -> tuple[tuple[str, str], list[Loss]]:
    """Return subject and text of an answer, without lines with what the sender typed."""
    lines = _text(mail, "body", 20 * MOST).replace("\r\n", "\n").split("\n")
    kept = [plain(line) for line in lines if not MAIL_TAG.search(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    subject = " ".join(LEFT.sub("", MAIL_TAG.sub("", _text(mail, "subject"))).split())
    lost = [line for line in lines if MAIL_TAG.search(line)]
    losses = [Loss(say("an acknowledgement holds nothing here that the sender typed; these lines "
                       "are left out"), near(" / ".join(lost)))] if lost else []
    return ((subject, text) if subject and text else ("", "")), losses


def _subject(subject: str, names: Mapping[str, str]) -> str:
    filled = MAIL_TAG.sub(lambda tag: f"{{{names[tag[1]]}}}" if tag[1] in names else "",
                     subject)
    return LEFT.sub("", " ".join(filled.split()).replace('""', ""))


def _addresses(text: str) -> tuple[str, ...]:
    found = (normal_form(address) for address in ADDRESS.findall(text))
    return tuple(dict.fromkeys(filter(None, found)))


def _text(kept: Mapping[str, Value], name: str, most: int = MOST) -> str:
    value = kept.get(name, "")
    return legible(str(value)[:most]) if isinstance(value, str | int | bool) else ""
