"""Find where an article and the register of law disagree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plugins.check.site_texts import SiteTexts
from plugins.content.header import shown_keys
from plugins.content.text import SaidDay, Text, listed
from plugins.core.messages import Problem, say
from plugins.core.plain_text import expression
from plugins.register.laws import Day, Law
from plugins.register.standing import events
from plugins.typography.passages import language

GAP = r"(?:[ \t\u00a0\u202f*_\[]|&nbsp;|\n(?![ \t]*\n))+"
"""What may stand between two words of one sentence: a line that goes on, emphasis, a link."""


@dataclass(frozen=True)
class Wording:
    """How a language says from when a law applies: the verb, what leads to a day, and the day.

    In `day`, the number of the day is `d`, the name of the month is `m`, and the year is `y`.
    """

    verb: str
    leads: str
    day: str
    months: str

    def pattern(self) -> re.Pattern[str]:
        """Return what finds the words and the day that follows them."""
        day = self.day.replace("MONTH", "|".join(self.months.split()))
        verb, leads, day = (part.replace(" ", GAP) for part in (self.verb, self.leads, day))
        return expression(rf"(?<!\w)(?:{verb}),?(?:{GAP}(?:{leads}))?{GAP}(?:{day})(?!\w)",
                          re.IGNORECASE)


WORDINGS = {
    "fr": Wording(
        r"(?:entr(?:e|ent|ait|aient|era|eront|a|èrent|é|ée|és|ées) en vigueur"
        r"|(?:prend|prennent|prendra|prendront|prenait|prit|pris) effet)",
        r"le|dès le|depuis le|à (?:compter|partir|la date) du|fixée au|prévue le|prévue au",
        r"(?P<d>\d{1,2})(?:er|ᵉʳ|<sup>er</sup>|\^er\^)? (?P<m>MONTH) (?P<y>\d{4})",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "en": Wording(
        r"(?:take|takes|took|taken|taking) effect|(?:go|goes|going|went|gone) into effect"
        r"|(?:come|comes|coming|came|enter|enters|entering|entered) into (?:force|effect)"
        r"|effective|in (?:force|effect) since",
        r"on|from|since|as of|as from|with effect from",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<m>MONTH),? (?P<y>\d{4})"
        r"|(?P<m2>MONTH) (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4})",
        "January February March April May June July August September October November December"),
}
"""A language without an entry is not looked at."""

PATTERNS = {lang: (wording.pattern(), wording.months.lower().split())
            for lang, wording in WORDINGS.items()}


def said_days(text: Text) -> Iterator[SaidDay]:
    """Yield each day on which an article says that a law takes effect."""
    lang = language(text.lang)
    if text.kind != "article" or lang not in PATTERNS or not text.header.get("laws"):
        return
    for name in shown_keys():
        for _, day, words in _days_in(text.header.get(name, ""), lang):
            yield SaidDay(text.line_of(name), day, words)
    for place, day, words in _days_in(text.prose, lang):
        yield SaidDay(text.line_at(place), day, words)


def other_days(text: Text, site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning where an article lets its laws take effect on another day than the register.

    A day that is one of theirs in any way is left alone, and so is every day of a law of which the
    register does not know when it takes effect.
    """
    laws = [site.laws[key] for key in listed(text.header.get("laws", "")) if key in site.laws]
    known = [law for law in laws if law.in_force]
    if text.said_days and laws and len(known) == len(laws):
        told = ", ".join(f"{law.key} {day.iso}" for law in laws for day in _effects(law))
        for said in text.said_days:
            if not any(day.date <= said.day <= day.last
                       for law in laws for day in _days_of(law, said.day)):
                yield Problem(text.path, said.line, say(
                    "“{words}” is a day that laws.toml does not have ({known}); correct the "
                    "article, or laws.toml", words=said.words, known=told), "warning")


def _days_in(words: str, lang: str) -> Iterator[tuple[int, date, str]]:
    pattern, months = PATTERNS[lang]
    for found in pattern.finditer(words):
        given: Mapping[str, str] = {name[0]: value for name, value in found.groupdict().items()
                                    if value}
        try:
            day = date(int(given["y"]), months.index(given["m"].lower()) + 1, int(given["d"]))
        except ValueError:  # the 31st of June
            continue
        yield found.start(), day, " ".join(re.sub(r"[*_\[]", "", found[0]).split())


def _effects(law: Law) -> Iterator[Day]:
    yield from (day for day in (law.in_force, *(version.in_force for version in law.amended))
                if day)


def _days_of(law: Law, until: date) -> Iterator[Day]:
    """Yield all that is a day of a law up to one."""
    yield from (event.day for event in events((law,), until))
    if law.promulgated:
        yield law.promulgated
