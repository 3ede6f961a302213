"""Draw a report as a picture: its lines are placed here, the theme gives them colour and type."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from jinja2 import Environment

from plugins.core.i18n import number, percent
from plugins.core.messages import Message, say
from plugins.core.plain_text import fill
from plugins.newsletter.campaigns import Tally
from plugins.newsletter.report.report import IssueReport, Result

TEMPLATE = "email/chart.svg"

TOP, ROW, BAR, SECTION, BOTTOM = 36, 18, 16, 20, 12
"""Heights: the title's line, a row of words, a bar, the space above a heading, and at the end."""

GAP = 4
"""The space below a heading."""

COLUMNS = 62
"""Columns of words that find room beside a number."""


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
