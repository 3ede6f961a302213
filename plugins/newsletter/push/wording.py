"""Put a plan into sentences for the editor."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from plugins.core.messages import Message, say
from plugins.newsletter.digest import first_difference
from plugins.newsletter.mailchimp.audience import ANYONE
from plugins.newsletter.mailchimp.campaign import Draft
from plugins.newsletter.preflight.email import SIZE_LIMIT
from plugins.newsletter.push.plan import Match, Plan, Step, Wanted
from plugins.newsletter.settings import Settings
from plugins.newsletter.times import told

LABELS = {
    "subject": say("subject"), "preview": say("preview text"), "from_name": say("sender’s name"),
    "reply_to": say("reply-to address"), "audience": say("audience"),
    "segment": say("part of the audience"), "tracking": say("tracking"),
    "additions": say("additions by Mailchimp"), "content": say("content"),
    "recipients": say("number of recipients"),
}

TRACKED = {"opens": say("opens"), "html_clicks": say("clicks in the HTML"),
           "text_clicks": say("clicks in the plain text")}

LEVELS = {"error": say("error"), "warning": say("warning")}

EXCERPT = 80
"""Characters of a text to show, at most."""


@dataclass(frozen=True)
class Article:
    """An article of an email: its title, and all of it that a reader can see or follow."""

    title: str
    shown: str


_ROOT = re.compile(r"https://([a-z]{2,4}\d+)\.api\.mailchimp\.com/3\.0")


def plan_lines(plan: Plan, settings: Settings) -> tuple[Message, ...]:
    """Return the plan as an editor reads it: for each language what, for whom, and what differs."""
    lines = [line for step in plan.steps for line in step_lines(step, settings)]
    if plan.new_folder:
        lines.append(say("the campaign folder “{folder}” is not there yet; the push creates it",
                         folder=plan.new_folder))
    lines.append(say("tracking: {tracking}", tracking=_tracking(settings)))
    return (*lines, *notes(plan))


def notes(plan: Plan) -> tuple[Message, ...]:
    """Return what else the editor should know."""
    return tuple(say("note: {note}", note=note) for note in plan.notes)


def step_lines(step: Step, settings: Settings) -> Iterator[Message]:
    """Yield what is to be said about one language."""
    yield say("{lang}: {sentence}", lang=step.lang, sentence=_headline(step, settings))
    if step.action not in ("refuse", "done"):
        yield say("  to {who} (subscribers: {recipients} of {audience})",
                  who=who(step.want, settings), recipients=step.want.recipients,
                  audience=step.want.audience)
        yield say("  size: {size} kB of {limit} kB", size=kilobytes(step.want),
                  limit=SIZE_LIMIT // 1000)
    for finding in step.findings:
        yield say("  {level}: {finding}", level=LEVELS[finding.level], finding=finding.message)
    if step.draft:
        yield from _differences(step, step.draft)
    for match in step.matches:
        yield from where(match.web_id, settings)


def kilobytes(want: Wanted) -> int:
    """Return how much the HTML of an email weighs, rounded up; Gmail cuts what is too heavy."""
    return -(-len(want.campaign.html.encode()) // 1000)


def _differences(step: Step, draft: Draft) -> Iterator[Message]:
    for field in step.fields:
        yield difference(field, step.want, draft)
    if "content" in step.fields and draft.html:
        for change in changes(draft.html, step.want.campaign.html):
            yield say("    {change}", change=change)


def _tracking(settings: Settings) -> Message:
    if not settings.tracking:
        return say("off; Mailchimp counts neither opens nor clicks")
    return say("Mailchimp counts {what}", what=tracked(settings.tracking))


def tracked(names: Collection[str]) -> Message:
    """Return what is tracked in words; `names` are Mailchimp’s."""
    words = [word for name, word in TRACKED.items() if name in names]
    return _listed(words) if words else say("nothing")


def where(web_id: str, settings: Settings) -> Iterator[Message]:
    """Yield where the editor finds a draft in Mailchimp, if it is the real one."""
    address = draft_address(settings.root, web_id)
    if address:
        yield say("  in Mailchimp: {address}", address=address)


def who(want: Wanted, settings: Settings) -> Message:
    """Return who belongs to the part of the audience, in words."""
    if not want.part.conditions:
        return say("everyone")
    lang = want.part.lang
    if lang == settings.default:
        return say("those who chose no other language")
    return say("those who chose “{interest}”", interest=settings.interests[lang])


def difference(field: str, want: Wanted, draft: Draft) -> Message:
    """Return how Mailchimp and the outbox differ in a field."""
    found, wanted = _values(field, want, draft)
    return say("  {field}: in Mailchimp {found}, in the outbox {wanted}",
               field=LABELS[field], found=found, wanted=wanted)


def sent_sentence(match: Match, settings: Settings) -> Message:
    """Return when and to how many a campaign went, or that it is leaving, or will."""
    time = told(match.sent, settings.zones)
    match match.status:
        case "schedule":
            return say("scheduled for {time}", time=time)
        case "sending":
            return say("being sent now")
    return say("sent on {time} (subscribers: {number})", time=time, number=match.emails_sent)


def left_sentence(step: Step, settings: Settings) -> Message:
    """Return when a campaign left or will, and in what it is not as it lies in the outbox."""
    sent = sent_sentence(step.matches[0], settings)
    if step.reason:
        return say("{sent}; {reason}", sent=sent, reason=step.reason)
    if not step.fields:
        return sent
    return say("{sent}; it differs from what lies in the outbox: {fields}. It is not sent again",
               sent=sent, fields=_listed(LABELS[field] for field in step.fields))


def _listed(words: Iterable[Message]) -> Message:
    return reduce(lambda some, more: say("{some}, {more}", some=some, more=more), words)


def _headline(step: Step, settings: Settings) -> Message:
    title = step.want.campaign.title
    match step.action:
        case "done":
            return say("nothing to do; {state}", state=left_sentence(step, settings))
        case "create":
            return say("a draft will be created, “{title}”", title=title)
        case "update":
            return say("the draft “{title}” will be updated", title=title)
        case "refuse":
            return say("refused: {reason}", reason=step.reason or "")
    return say("nothing to do; the draft “{title}” equals the outbox", title=title)


def _values(field: str, want: Wanted, draft: Draft) -> tuple[object, object]:
    match field:
        case "recipients":
            return draft.recipients, want.recipients
        case "segment":
            found = draft.facts["segment"] == ANYONE
            return (say("everyone") if found else say("another part of the audience"),
                    say("the part for “{lang}”", lang=want.part.lang))
        case "tracking":
            return tracked(draft.facts[field].split(", ")), tracked(want.facts[field].split(", "))
        case "content":
            return _contents(want, draft)
    return _quoted(draft.facts[field]), _quoted(want.facts[field])


def _contents(want: Wanted, draft: Draft) -> tuple[object, object]:
    if not draft.html:
        return say("nothing"), say("the email")
    found, wanted = first_difference(draft.html, want.campaign.html)
    if found == wanted:
        return say("the same words in the HTML"), say("another layout, link, image or plain text")
    return _quoted(found), _quoted(wanted)


def _quoted(text: str) -> Message:
    if not text:
        return say("nothing")
    short = text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
    return say("“{words}”", words=short)


def changes(found: str, wanted: str) -> Iterator[Message]:
    """Yield a sentence for each part of the text that differs between two HTML documents."""
    before, after = BeautifulSoup(found, "html.parser"), BeautifulSoup(wanted, "html.parser")
    old, new = _articles(before), _articles(after)
    for address, article in new.items():
        if address not in old:
            yield say("article added: “{title}”", title=article.title)
        elif old[address].shown != article.shown:
            yield say("article changed: “{title}”", title=article.title)
    for address, article in old.items():
        if address not in new:
            yield say("article removed: “{title}”", title=article.title)
    both = [address for address in old if address in new]
    if both != [address for address in new if address in old]:
        yield say("the articles stand in another order")
    if _part(before, "td.editorial") != _part(after, "td.editorial"):
        yield say("the editorial was changed")


def _articles(soup: BeautifulSoup) -> dict[str, Article]:
    """Return the articles by address, in their order."""
    cells = ((cell, cell.select_one("h2 a[href]")) for cell in soup.select("td.article"))
    return {_address(link, "href"): Article(_spaced(link.get_text()), _shown(cell))
            for cell, link in cells if link}


def _part(soup: BeautifulSoup, selector: str) -> str:
    part = soup.select_one(selector)
    return _shown(part) if part else ""


def _shown(part: Tag) -> str:
    led = [_address(tag, name) for name in ("href", "src") for tag in part.select(f"[{name}]")]
    return _spaced(" ".join([part.get_text(" "), *led]))


def _address(tag: Tag, name: str) -> str:
    """Return where a tag leads, without what is added to count clicks."""
    return urlsplit(str(tag.get(name)))._replace(query="").geturl()


def _spaced(text: str) -> str:
    return " ".join(text.split())


def draft_address(root: str, web_id: str) -> str:
    """Return the page on which Mailchimp shows a draft, "" if `root` is not Mailchimp's own.

    `web_id` is the campaign's number in Mailchimp's web application; the API knows it by another.
    """
    own = _ROOT.fullmatch(root)
    if not own or not web_id:
        return ""
    return f"https://{own[1]}.admin.mailchimp.com/campaigns/edit?id={web_id}"
