"""Say how a page is cited in a file for BibTeX."""

import re
from dataclasses import dataclass

from babel import Locale

FILE = "citation.bib"
"""Its name, beside the page."""

# A no-break space is a tie to LaTeX, which knows the narrow one by a command only.
ESCAPES = str.maketrans({
    **{char: f"\\{char}" for char in "&%$#_{}"}, "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~", "\u202f": r"\,",
    "\n": " "})

UNSAFE = re.compile(r"[^\w:-]+", re.ASCII)


@dataclass(frozen=True)
class Author:
    """Who wrote, by name: a body, which is never taken apart, or a person."""

    name: str
    person: bool = False


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A page as others cite it; `date` and `version` are ISO 8601, `address` is absolute.

    Authors are people, or bodies: desks, firms, authorities. What may be empty is left out then.
    """

    key: str
    lang: str
    title: str
    publication: str
    address: str
    date: str = ""
    version: str = ""
    authors: tuple[Author, ...] = ()
    addition: str = ""
    number: str = ""

    def bibtex(self) -> str:
        """Return an entry of the type `online` (the manual of BibLaTeX, 2.1.1).

        It has no `urldate`: that is the day on which somebody reads the page.
        """
        # A second pair of braces keeps capitals, and a body from being taken for a person.
        authors = " and ".join(_escaped(author.name) if author.person
                               else f"{{{_escaped(author.name)}}}" for author in self.authors)
        fields = {
            "author": authors, "title": f"{{{_escaped(self.title)}}}",
            "titleaddon": _escaped(self.addition), "number": _escaped(self.number),
            "organization": f"{{{_escaped(self.publication)}}}", "date": self.date,
            "version": self.version, "url": self.address,
            "langid": (Locale.parse(self.lang, sep="-").get_language_name("en") or "").lower()}
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join((f"@online{{{UNSAFE.sub('-', f'{self.key}-{self.lang}')},", *lines, "}\n"))


def _escaped(text: str) -> str:
    return text.translate(ESCAPES)
