"""Every class has a rule in its style sheet, and every rule a class."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.content.markdown import converter
from plugins.images.chart import with_charts
from plugins.newsletter.email.html import mailable
from plugins.site.templates import notes_beside
from tests.conftest import PROJECT

TEMPLATES = PROJECT / "theme" / "templates"
PREVIEW = PROJECT / "plugins" / "preview" / "templates"

TEXT = """\
!!! facts
    - A fact.

!!! quote
    Words.

A note[^1] and an address: <https://lettre.example/>.

![A picture]({static}/images/a.png "Caption.")

![]({static}/images/b.png){.decorative}

a|b|c
:-|:-:|-:
1|2|3

d|e|f|g
-|-|-|-
4|5|6|7

d|e
-|-
f|1
{: .chart}

[^1]: The note.
"""
"""Everything in Markdown that becomes something with a class."""

FORM = '<p class="form-link" data-form-link="contact"><a href="contact/">Write to us</a></p>'
"""What a link to a form becomes (content/form_links); a page shows the form in its place."""

COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class Look:
    """Style sheets and what they are for.

    `made` is HTML that code writes, `plain` are classes that need no rule, with the reason, and
    `elsewhere` those of rules for what only other code writes, with the place.
    """

    sheets: list[Path]
    templates: list[Path]
    made: str
    plain: dict[str, str]
    elsewhere: dict[str, str]

    def ruled(self) -> set[str]:
        """Return the classes that selectors name."""
        rules = JINJA.sub("", COMMENT.sub("", "\n".join(map(text_of, self.sheets))))
        selectors = re.findall(r"[^{}]+(?=\{)", re.sub(r'"[^"]*"', "", rules))
        return set(re.findall(r"\.([a-z][\w-]*)", " ".join(selectors)))

    def used(self) -> set[str]:
        """Return the classes that elements have."""
        written = JINJA.sub(" ", COMMENT.sub("", "\n".join(map(text_of, self.templates))))
        return {name for names in re.findall(r'class="([^"]*)"', written + self.made)
                for name in names.split()}


def text_of(file: Path) -> str:
    """Return what a file holds."""
    return file.read_text(encoding="utf-8")


def listed(*found: Iterable[Path]) -> list[Path]:
    """Return files, at least one of each kind."""
    files = [list(some) for some in found]
    assert all(files)
    return [file for some in files for file in some]


MADE = converter(str, str).convert(TEXT) + FORM

LOOKS = {
    "pages": Look(
        [PROJECT / "theme/static/site.css"],
        listed(TEMPLATES.glob("*.html"), (TEMPLATES / "forms").glob("*.html")),
        notes_beside(with_charts(MADE, "en")),
        {"decorative": "tells the check that an image needs no words",
         "form-link": "marks where the form is drawn, for forms/page/plugin"},
        {"transparent": "images/draw", "form-step": "forms/page/plugin",
         "receipt": "forms/receiver/responses"}),
    "emails": Look(
        listed((TEMPLATES / "email").glob("*.css")), listed((TEMPLATES / "email").glob("*.html")),
        mailable(MADE),
        {"decorative": "tells the check that an image needs no words"}, {}),
    "the preview": Look(
        listed(PREVIEW.glob("*.css")), listed(PREVIEW.glob("*.html")), "", {},
        {"light": "the template names it by the scheme", "dark": "likewise",
         "phone": "the template names it by the width"}),
}


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
def look(request: pytest.FixtureRequest) -> Look:
    """Return one look after the other."""
    return request.param


def test_every_class_has_a_rule(look: Look):
    """Or the reason is stated why it needs none."""
    assert look.used() - look.ruled() == set(look.plain)


def test_every_rule_has_a_class(look: Look):
    """Nothing is kept for what no page shows any longer."""
    assert look.ruled() - look.used() == set(look.elsewhere)


def test_what_is_missing_is_found(tmp_path: Path):
    """In any rule or element, not in comments, values and what Jinja computes."""
    sheet, template = tmp_path / "a.css", tmp_path / "a.html"
    sheet.write_text('/* .no */ .a:not(.b) > p, .c { color: {{ light.ink }}; margin: .5em }\n'
                     '@media (x) { a[href=".d"] { background: url("e.f") } }', encoding="utf-8")
    template.write_text('{# class="no" #}<p class="a g{% if x == "y" %} h{% endif %}">',
                        encoding="utf-8")
    look = Look([sheet], [template], "", {}, {})

    assert (look.ruled(), look.used()) == ({"a", "b", "c"}, {"a", "g", "h"})
