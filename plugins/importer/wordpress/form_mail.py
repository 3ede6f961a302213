"""Read where Contact Form 7 sent a form, under which subject, and what it answered its sender."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.core.email_address import normal_form
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.wordpress.export import Item
from plugins.importer.wordpress.form_tags import legible, plain
from plugins.importer.wordpress.php import Value, array

TAG = re.compile(r"\[([a-z_][\w-]*)\]", re.IGNORECASE)
HEADER = re.compile(r"^(cc|bcc)\s*:\s*(.+)$", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
MOST = 2_000
"""Characters of what is read of a line of a mail: more, and nobody typed it."""

LEFT = re.compile(r"[\s\-–—|:,()]+$|^[\s\-–—|:,()]+")


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
    kept = [plain(line) for line in lines if not TAG.search(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    subject = " ".join(LEFT.sub("", TAG.sub("", _text(mail, "subject"))).split())
    lost = [line for line in lines if TAG.search(line)]
    losses = [Loss(say("an acknowledgement holds nothing here that the sender typed; these lines "
                       "are left out"), near(" / ".join(lost)))] if lost else []
    return ((subject, text) if subject and text else ("", "")), losses


def _subject(subject: str, names: Mapping[str, str]) -> str:
    filled = TAG.sub(lambda tag: f"{{{names[tag[1]]}}}" if tag[1] in names else "",
                     subject)
    return LEFT.sub("", " ".join(filled.split()).replace('""', ""))


def _addresses(text: str) -> tuple[str, ...]:
    found = (normal_form(address) for address in ADDRESS.findall(text))
    return tuple(dict.fromkeys(filter(None, found)))


def _text(kept: Mapping[str, Value], name: str, most: int = MOST) -> str:
    value = kept.get(name, "")
    return legible(str(value)[:most]) if isinstance(value, str | int | bool) else ""
