"""Know what is the sample's and not yet a firm's own: values to replace, texts to take away."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import Message, Problem, say

SIGN = re.compile(
    r"\bExemple\b|\bRCS Paris 000|\(RCS\) 000|\b000000000\b|\+33 1 99 00 00 0|Prénom Nom"
    r"|First name Last name|Cabinet Lettre de Chine|\b0123456789\b|[\w.@-]+\.example\b"
    r"|china-letter\b")
"""What no firm's data hold: names reserved for examples (RFC 2606), numbers of nobody."""

IN_FORMS = re.compile(r"Cabinet Lettre de Chine|[\w.]+@lettre\.example")

IN_A_FORM = say("the sample’s firm is named here; write {{firm}} and {{email}}, which are those of "
                "firm.toml")

STATED = re.compile(r"Déclaration établie le 8 juillet 2024|Statement drawn up on 8 July 2024"
                    r"|Version du 2 août 2024|Version of 2 August 2024")
"""The days of the sample's own statements, on the pages that the law asks for."""

NAMES = re.compile(r"\bLettre de Chine\b|\bChina Letter\b")

NAMED = say("the sample’s letter is named here; write about your own, or delete the page")

NOT_YOURS = say("this is the sample’s statement of its own day; read the page, correct what is not "
                "so with you, and write the day on which you state it")

TEXTS = (
    *(f"articles/{name}.{lang}.md" for lang in ("fr", "en") for name in (
        "2018-07-03-xiaohongshu", "2018-09-10-e-commerce-law",
        "2020-01-06-foreign-investment-law", "2024-04-08-cross-border-data",
        "2024-07-08-company-law-capital")),
    "articles/2021-01-11-cosmetics-regulation.fr.md",
    *(f"issues/{key}.{lang}.md" for lang in ("fr", "en") for key in ("2018-07", "2024-07")),
    "pages/about.fr.md", "pages/about.en.md", "images/xiaohongshu.png", "mark.svg",
    "redirects.csv")
"""The sample's own texts and what belongs to them, below the content folder."""

REGISTERS = ("laws.toml", "glossary.toml")
"""What the sample's articles are about; without them, what a firm has declared itself."""


def sample_values(content: Path, settings: Mapping[str, object]) -> list[Problem]:
    """Return an error at each value that is the sample's still: a lie, if it is published."""
    firm = content / FIRM_FILE
    forms = sorted((content / "forms").glob("*.toml"))
    pages = sorted((content / "pages").glob("*.md"))
    has_other_name = NAMES.search(_text_of(firm)) is None
    found = list(chain(_values_in(firm, SIGN),
                       *(_values_in(path, IN_FORMS, IN_A_FORM) for path in forms),
                       *(_of_the_sample(path, has_other_name) for path in pages)))
    if not found and (sign := SIGN.search(str(settings["SITEURL"]))):
        found.append(Problem(str(firm), 0, _told("SITEURL", sign[0])))
    return found


def sample_warning(content: Path, settings: Mapping[str, object]) -> list[Problem]:
    """Return one warning for all values that are the sample's still."""
    values = sample_values(content, settings)
    if not values:
        return []
    first = values[0]
    return [Problem(first.path, first.line, say(
        "values that are the sample’s still: {count}; “./inv firm” asks for yours, and “./inv "
        "publish” refuses these", count=len(values)), "warning")]


def sample_texts(content: Path) -> list[Path]:
    """Return the sample's texts that are there still."""
    has_articles = any((content / path).is_file() for path in TEXTS if "articles/" in path)
    return [content / path for path in (*TEXTS, *(REGISTERS if has_articles else ()))
            if (content / path).is_file()]


def _values_in(path: Path, sign: re.Pattern[str], told: Message | None = None
               ) -> Iterator[Problem]:
    key = ""
    for number, line in _lines_of(path):
        if line.lstrip().startswith("#"):
            continue
        if "=" in line:  # a list goes on below its key
            key, _, line = line.partition("=")
        if found := sign.search(line):
            yield Problem(str(path), number, told or _told(key.strip(), found[0]))


def _of_the_sample(page: Path, has_other_name: bool) -> Iterator[Problem]:
    for number, line in _lines_of(page):
        if STATED.search(line):
            yield Problem(str(page), number, NOT_YOURS)
        elif has_other_name and NAMES.search(line):
            yield Problem(str(page), number, NAMED)


def _lines_of(path: Path) -> Iterator[tuple[int, str]]:
    return enumerate(_text_of(path).splitlines(), 1)


def _text_of(path: Path) -> str:
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""


def _told(key: str, value: str) -> Message:
    return say("“{key}” has the sample’s “{value}”; write the firm’s own, or run “./inv firm”",
               key=key, value=value)
