"""Begin the answer to a message, for the mail program of who reads it: nothing leaves by itself."""

from dataclasses import replace
from datetime import tzinfo
from urllib.parse import quote

from plugins.core.email_address import as_sent
from plugins.core.i18n import Catalogue, day
from plugins.core.messages import reply
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.deliver import subject_of
from plugins.forms.records.submission import Submission

LONGEST = 1800
"""Characters of such an address: Windows hands no more than 2,048 on to a program."""

WROTE = reply("On {day}, you wrote to us:")
CUT = "[…]"


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
