"""Choose messages and put them in a list, without a word of them in an address or a log; begin an
answer, for the mail program of who reads it: nothing leaves by itself.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from sqlite3 import Connection
from urllib.parse import quote, urlencode

from plugins.core.email_address import as_sent
from plugins.core.i18n import Catalogue, day
from plugins.core.messages import Message, reply, say
from plugins.core.plain_text import number_of
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.deliver import subject_of
from plugins.forms.records.export import SUSPICIONS, Reader, delivery_status
from plugins.forms.records.records import CHOICES, SUSPICIOUS, Record, search, with_ids
from plugins.forms.records.submission import Submission

PAGE = 50
"""Messages on one page."""

FIRST_WORDS = 160
NAMED = ("name", "given-name", "family-name")
"""What browsers call the fields that say who somebody is (HTML, 4.10.18.7.1)."""

STATES: Mapping[str, Message] = {
    "parked": say("action required"), "waiting": say("not yet delivered"),
    "dropped": say("given up"), "ended": say("ended"), "delivered": say("delivered")}
"""What the state of a message is called."""

SHOWN: Mapping[str, Message] = {
    "": say("all but those that may be a robot’s"), "undelivered": say("all that is not delivered"),
    **STATES, "suspicious": say("those that may be a robot’s"), "all": say("all")}
"""What a person may choose to see; the first is shown if she chooses nothing."""

LONGEST = 1800
"""Characters of such an address: Windows hands no more than 2,048 on to a program."""

WROTE = reply("On {day}, you wrote to us:")
CUT = "[…]"


class Remembered:
    """Keeps what somebody searched for under a name by chance, which an address may hold.

    So neither a history nor a log of a web server has it; it is forgotten with the next start.
    """

    def __init__(self, most: int = 500) -> None:
        """Keep as many as this, the last ones."""
        self._most, self._words = most, dict[str, str]()

    def name(self, words: str) -> str:
        """Return the name of words, nothing for none."""
        if not words:
            return ""
        name = secrets.token_urlsafe(12)
        self._words[name] = words
        for oldest in [*self._words][:-self._most]:
            self._words.pop(oldest, None)
        return name

    def words(self, name: str) -> str:
        """Return the words of a name, nothing if they are forgotten."""
        return self._words.get(name, "")


@dataclass(frozen=True)
class Choice:
    """Which messages somebody wants to see: of a form, in a state, with words; which page."""

    form: str = ""
    state: str = ""
    words: str = ""
    named: str = ""
    page: int = 1

    def address(self, **changes: object) -> str:
        """Return where these are listed; the words are in it by their name."""
        chosen = replace(self, **changes)  # type: ignore[arg-type]
        query = urlencode({name: value for name, value in (
            ("form", chosen.form), ("state", chosen.state), ("search", chosen.named),
            ("page", chosen.page if chosen.page > 1 else "")) if value})
        return "/_desk/messages" + (f"?{query}" if query else "")


def choice_of(query: Mapping[str, str], remembered: Remembered) -> Choice:
    """Return what the query of an address asks for."""
    state, named = query.get("state", ""), query.get("search", "")
    return Choice(query.get("form", ""), state if state in SHOWN else "", remembered.words(named),
                  named, max(1, number_of(query.get("page", ""), 1)))


@dataclass(frozen=True)
class Page:
    """One page of the list; `total` counts all that is chosen, `aside` what may be a robot's."""

    choice: Choice
    records: Sequence[Record]
    total: int
    aside: int

    @property
    def before(self) -> int:
        """How many newer ones precede it."""
        return (self.choice.page - 1) * PAGE

    @property
    def has_next(self) -> bool:
        """Whether there are older ones."""
        return self.before + PAGE < self.total


def page_of(connection: Connection, choice: Choice) -> Page:
    """Return a page of what is chosen, the newest first; the last one if there are not so many."""
    def names(condition: str) -> list[str]:
        return search(connection, condition, choice.form, choice.words)

    found = names(CHOICES.get(choice.state, f"NOT {SUSPICIOUS}"))
    page = min(choice.page, max(1, -(-len(found) // PAGE)))
    of_page = with_ids(connection, found[(page - 1) * PAGE:page * PAGE])
    return Page(replace(choice, page=page), of_page, len(found),
                0 if choice.state else len(names(SUSPICIOUS)))


@dataclass(frozen=True)
class Row:
    """What the list says of a message; `reasons` say why it is not delivered, or may be a robot's.
    """

    name: str
    lang: str
    who: str
    words: str
    form: str
    time: str
    state: Message
    reasons: tuple[Message, ...]


def row_of(record: Record, reader: Reader) -> Row:
    """Return what the list says of a message."""
    sent, form = record.submission, reader.forms.get(record.submission.form)
    words = typed_at_length(form, sent) if form else sent.values.values()
    return Row(sent.id, sent.lang, _who(form, sent.values) if form else sent.reference,
               _first(" ".join(words)), title_of(form, sent.form, reader),
               reader.clock(sent.created), STATES[record.state], tuple(_reasons(record, reader)))


def title_of(form: Form | None, name: str, reader: Reader) -> str:
    """Return what a form is called, whether it is still declared or not."""
    return form.title.get(reader.lang, next(iter(form.title.values()))) if form else name


def _first(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= FIRST_WORDS else f"{line[:FIRST_WORDS]}…"


def _who(form: Form, values: Mapping[str, str]) -> str:
    return " ".join(values[each.name] for each in form.fields
                    if each.autocomplete in NAMED and values.get(each.name)) \
        or form.email_in(values)


def _reasons(record: Record, reader: Reader) -> Iterator[Message]:
    yield from (delivery_status(each, reader.clock) for each in record.unfinished)
    yield from (SUSPICIONS[each] for each in record.suspicions)


def language_of(form: Form, submission: Submission) -> str:
    """Return the language in which to answer: the sender's, as long as the form speaks it."""
    return submission.lang if submission.lang in form.languages else form.languages[0]


def answer_link(form: Form, submission: Submission, words: Catalogue, zone: tzinfo) -> str:
    """Return the address that opens an answer (RFC 6068), empty if there is nobody to answer.

    `words` are those of the site in `language_of` the answer.
    """
    email = as_sent(form.email_in(submission.values))
    if not email:
        return ""
    lang = language_of(form, submission)
    subject = subject_of(form, replace(submission, lang=lang)) if form.subject else form.title[lang]
    link = f"mailto:{_quoted(email)}?subject={_quoted(f'Re: {subject}')}"
    text = "\n".join(typed_at_length(form, submission))
    if not text:
        return link
    wrote = replace(WROTE, values={"day": day(submission.created.astimezone(zone), lang, words)})
    return f"{link}&body={_body(wrote.render(words.gettext), text, LONGEST - len(link))}"


def typed_at_length(form: Form, submission: Submission) -> list[str]:
    """Return what was typed where there is room for several lines: the message itself."""
    return [submission.values[each.name] for each in form.fields
            if each.kind.drawing == "area" and submission.values.get(each.name)]


def _body(wrote: str, text: str, room: int) -> str:
    """Return the text of the answer as a part of an address, what is quoted as long as it fits."""
    cut = ""
    while True:
        lines = "".join(f"> {line}\n" for line in (text + cut).split("\n"))
        body = _quoted(f"\n\n{wrote}\n\n{lines}".replace("\n", "\r\n"))
        if len(body) <= room or not text:
            return body
        text, cut = text[:len(text) * 9 // 10], f" {CUT}"


def _quoted(text: str) -> str:
    return quote(text, safe="@", errors="replace")
