"""Find out what became of an issue that was sent, without writing anything, and draw it.

The lines of the picture are placed here; the theme gives them colour and type.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from urllib.parse import unquote, urlsplit

from jinja2 import Environment

from plugins.core.i18n import number, percent
from plugins.core.messages import Message, say
from plugins.core.plain_text import fill
from plugins.newsletter import outbox
from plugins.newsletter.campaigns import FollowedLink, Listed, Tally
from plugins.newsletter.journal import Order
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.push.snapshot import titled
from plugins.site.addresses import is_own

State = Literal["not sent", "draft", "scheduled", "sending", "sent", "several", "uncertain",
                "other"]

TEMPLATE = "email/chart.svg"

TOP, ROW, BAR, SECTION, BOTTOM = 36, 18, 16, 20, 12
"""Heights: the title's line, a row of words, a bar, the space above a heading, and at the end."""

GAP = 4
"""The space below a heading."""

COLUMNS = 62
"""Columns of words that find room beside a number."""


@dataclass(frozen=True)
class Followed:
    """A page that readers went to, and how often."""

    title: str
    address: str
    clicks: int


@dataclass(frozen=True)
class Clicks:
    """How often readers followed the links to each article, to our other pages, elsewhere."""

    articles: tuple[Followed, ...]
    own_pages: int
    elsewhere: int


@dataclass(frozen=True)
class Result:
    """What became of an issue in one language.

    `matches` are the campaigns with its title, `order` is one of which nobody knows what became
    of it; there is no tally before it is being sent, and no clicks if they are not tracked.
    """

    lang: str
    state: State
    matches: tuple[Listed, ...] = ()
    order: Order | None = None
    tally: Tally | None = None
    clicks: Clicks | None = None


@dataclass(frozen=True)
class IssueReport:
    """What became of an issue, by language."""

    issue: str
    results: tuple[Result, ...]

    @property
    def total(self) -> Tally | None:
        """The tally of all languages together, None if there is none."""
        known = [result.tally for result in self.results if result.tally]
        return together(known) if known else None

    @property
    def exit_code(self) -> int:
        """What the command ends with: 0 if there is a tally and nothing is in doubt, 1 else."""
        is_doubtful = any(result.state in ("several", "uncertain") for result in self.results)
        return 1 if is_doubtful or not self.total else 0


def report_issue(
    newsletter: Newsletter, issue: str, site: str, langs: Sequence[str] = ()
) -> IssueReport:
    """Return what became of the issue, in `langs` or else in all languages.

    `site` is the root of our addresses. The outbox gives the titles of the articles, and may lack
    them. Raises OutboxError, SettingsError or ProviderError.
    """
    wanted = newsletter.outbox.known_languages(langs)
    newsletter.provider.require_account()
    found = newsletter.provider.list_campaigns().campaigns
    orders = newsletter.journal.open_orders()
    titles = {lang: newsletter.outbox.title(issue, lang)
              for lang in newsletter.settings.languages if lang in wanted}
    return IssueReport(issue, tuple(
        _with_figures(newsletter, issue, _result(lang, titled(title, found), orders.get(title)),
                      site) for lang, title in titles.items()))


def _result(lang: str, ours: tuple[Listed, ...], order: Order | None) -> Result:
    return Result(lang, _state(ours, order), ours, order)


def _state(ours: Sequence[Listed], order: Order | None) -> State:
    if len(ours) > 1:
        return "several"
    match ours[0].state.name if ours else "":
        case "sent" | "sending" | "scheduled" as departed:
            return departed
        case _ if order:
            return "uncertain"
        case "":
            return "not sent"
        case "draft" | "paused":
            return "draft"
    return "other"


def _with_figures(newsletter: Newsletter, issue: str, result: Result, site: str) -> Result:
    # Read in any case: that a record is broken is said whether or not there is a report.
    articles = outbox.articles(newsletter.outbox.folder, issue, result.lang)
    if result.state not in ("sending", "sent"):
        return result
    report = newsletter.provider.report(result.matches[0].id)
    if not report:
        return result
    clicks = None if report.links is None else sort_clicks(report.links, articles, site)
    return replace(result, tally=report.tally, clicks=clicks)


def together(parts: Iterable[Tally]) -> Tally:
    """Return the sum of tallies; of what only some track, the sum of those."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return Tally(*(_sum(column) for column in columns))  # type: ignore[arg-type]


def _sum(column: Iterable[int | None]) -> int | None:
    known = [count for count in column if count is not None]
    return sum(known) if known else None


def sort_clicks(
    links: Iterable[FollowedLink], articles: Mapping[str, str], site: str
) -> Clicks:
    """Return the clicks by page; `articles` gives titles by address.

    Without it every page below the address `site` is counted by itself.
    """
    counts = _counts(links)
    own = [name for name in counts if is_own(name, page(site))]
    listed = {page(address): (title, address) for address, title in articles.items()} \
        or {name: (name, name) for name in own}
    followed = tuple(Followed(title, address, counts.pop(name, 0))
                     for name, (title, address) in listed.items())
    own_pages = sum(counts.pop(name, 0) for name in own)
    return Clicks(followed, own_pages, elsewhere=counts.total())


def page(address: str) -> str:
    """Return what tells one page from another: neither what follows “?” or “#” nor a last slash."""
    try:
        parts = urlsplit(address)
        return f"{(parts.hostname or '')}{unquote(parts.path).rstrip('/')}"
    except ValueError:
        return address


def _counts(links: Iterable[FollowedLink]) -> Counter[str]:
    """Return the clicks on each page: one in both parts of an email is one, and reported twice."""
    counts: Counter[str] = Counter()
    for link in links:
        counts[page(link.url)] += link.clicks
    return counts


@dataclass(frozen=True)
class Line:
    """A heading, or words with a count; `y` is where the picture has them.

    `rate` is the count as a part of a whole; `share` is how much of a full bar it fills, which is
    drawn if that is the whole. An alarm is what should not be there. `lang` is that of words that
    are not the editor’s.
    """

    words: Message | str
    count: int | None = None
    rate: float | None = None
    share: float = 0
    kind: Literal["part", "whole", "alarm"] = "part"
    lang: str = ""
    y: int = 0

    @property
    def rows(self) -> list[str]:
        """The words of an article’s title, in as many rows as they need."""
        return fill(str(self.words), COLUMNS).split("\n")

    @property
    def end(self) -> int:
        """Where the next line may begin."""
        return self.y + ROW * (len(self.rows) - 1) + (GAP if self.count is None else BAR)


def draw(report: IssueReport, env: Environment, gettext: Callable[[str], str], lang: str) -> str:
    """Return the report as an SVG document in the words of `lang`; `env` must escape by itself."""
    lines = list(_placed(_lines(report)))
    return env.get_template(TEMPLATE).render(
        lang=lang, lines=lines, height=lines[-1].end + BOTTOM, row=ROW,
        title=say("Issue {issue}", issue=report.issue),
        words=lambda words: words.render(gettext) if isinstance(words, Message) else words,
        number=partial(number, lang=lang), percent=partial(percent, lang=lang))


def _lines(report: IssueReport) -> Iterator[Line]:
    told = [(result.lang, result.tally) for result in report.results if result.tally]
    yield Line(say("Delivered"))
    for lang, tally in told:
        rate = tally.of_sent(tally.delivered)
        yield Line(lang, tally.delivered, rate, rate, "whole")
    yield from _losses(told)
    for result in report.results:
        yield from _clicks(result)


def _losses(told: Sequence[tuple[str, Tally]]) -> Iterator[Line]:
    """Yield what came back, who left and who complained: little, hence at a scale of their own."""
    lines = [line for lang, tally in told for line in (
        Line(say("bounces ({lang})", lang=lang), tally.bounces,
             tally.of_sent(tally.bounces)),
        Line(say("unsubscribed ({lang})", lang=lang), tally.unsubscribed,
             tally.of_delivered(tally.unsubscribed)),
        Line(say("complaints ({lang})", lang=lang), tally.complaints,
             tally.of_delivered(tally.complaints), kind="alarm"))]
    widest = max(line.rate or 0 for line in lines)
    yield Line(say("Bounces, unsubscribed, complaints (different scale)"))
    for line in lines:
        yield replace(line, share=(line.rate or 0) / widest if widest else 0)


def _clicks(result: Result) -> Iterator[Line]:
    if not result.clicks:
        return
    pages = result.clicks.articles
    most = max((page.clicks for page in pages), default=0)
    yield Line(say("Clicks ({lang})", lang=result.lang))
    for page in pages:
        yield Line(page.title, page.clicks, share=page.clicks / most if most else 0,
                   lang=result.lang)


def _placed(lines: Iterable[Line]) -> Iterator[Line]:
    end = TOP
    for line in lines:
        placed = replace(line, y=end + ROW + (SECTION if line.count is None else 0))
        yield placed
        end = placed.end
