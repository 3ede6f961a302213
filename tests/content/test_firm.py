"""The firm's legal data."""

from pathlib import Path

import pytest

from plugins.content.firm import REQUIRED, legal_problems, load_publishers
from plugins.core.messages import ContentError
from tests.conftest import PROJECT, Site

GOOD = """\
[publication]
name = "L'x"
tagline.fr = "F"
tagline.en = "E"
description = "D"

[firm]
name = "N"
address = ["1", "2"]
email = "a@b.example"
"""
FIRM = PROJECT / "content" / "firm.toml"


def load(tmp_path: Path, text: str, lang: str = "fr"):
    """Return the publisher of a declaration."""
    path = tmp_path / "firm.toml"
    path.write_text(text, encoding="utf-8")
    return load_publishers(path, ("fr", "en"))[lang]


def test_a_value_is_the_editions_own_and_typeset(tmp_path: Path):
    """One text for all languages, or one for each; what is not given is empty."""
    publisher = load(tmp_path, GOOD)

    assert publisher.publication.name == "L’x"
    assert publisher.publication.tagline == "F"
    assert publisher.firm.address == ["1", "2"]
    assert (publisher.firm.vat, publisher.firm.mediator) == ("", [])


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('tagline.en = "E"\n', "", 3, "“publication.tagline” has no text in “en”"),
    ('description = "D"', 'description = ""', 5, "the table “publication” has no “description”"),
    ('description = "D"\n', "", 1, "the table “publication” has no “description”"),
    ('["1", "2"]', '"1"', 9, "“firm.address” must be a list of texts"),
    ('"a@b.example"', "3", 10, "“firm.email” must be a text"),
    ('"a@b.example"', '"a@b.example\\nContact: x@y.example"', 10,
     "cannot be “firm.email”; write it like"),
    ('"a@b.example"', '"a@b.example"\nwebsite = "javascript:alert(1)"', 11,
     "“javascript:alert(1)” cannot be “firm.website”; write it like https://"),
    ("address", "adress", 9, "the table “firm” knows no “adress”; its keys are name, legal_form, "),
    ("[firm]", "[frim]", 0, "there is no table “[firm]”"),
    ("[firm]", "[frim]", 7, "there is no table “frim”; the tables are publication, firm"),
    ('name = "N"', 'name = "N', 8, "this is not TOML"),
])
def test_what_is_wrong_is_told_with_a_line(tmp_path: Path, old, new, line, message):
    """Every page prints these data; none of them is guessed."""
    with pytest.raises(ContentError) as error:
        load(tmp_path, GOOD.replace(old, new, 1))

    assert [(problem.line, message in str(problem.message)) for problem in error.value.problems
            if message in str(problem.message)] == [(line, True)]


def test_the_projects_own_data_are_complete():
    """They show what the law asks for."""
    assert legal_problems(FIRM, production=True) == []


@pytest.mark.parametrize("key", REQUIRED)
def test_what_the_law_asks_for_is_missed(tmp_path: Path, key: str):
    """Whether the line is gone, or empty in one language; with the law and an example."""
    lines = FIRM.read_text("utf-8").splitlines(keepends=True)
    firm = lines.index("[firm]\n")
    own = [number for number in range(firm + 1, len(lines)) if lines[number].startswith(key)]
    gone = tmp_path / "gone.toml"
    gone.write_text("".join(line for number, line in enumerate(lines) if number not in own))
    empty = tmp_path / "empty.toml"
    left = lines[own[-1]].partition("=")[0]
    lines[own[-1]] = f'{left}= ["", " "]\n' if "[" in lines[own[-1]] else f'{left}= " "\n'
    empty.write_text("".join(lines))

    for path, line in ((gone, firm + 1), (empty, own[0] + 1)):
        (problem,) = legal_problems(path, production=True)

        assert (problem.line, problem.level) == (line, "error")
        assert str(problem.message).startswith(f"“firm.{key}” is empty, and a published site must ")
        assert REQUIRED[key].example in str(problem.message)


def test_only_what_is_published_must_be_complete(site: Site):
    """A site without legal data can be looked at; published, it would break the law."""
    text = FIRM.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("host", "bar", "phone"))]
    site.write("firm.toml", "\n".join(lines))
    published = site.with_options(settings={**site.options.settings, "PRODUCTION": True})

    shown = site.build()

    assert not shown.failed
    assert sum("a published site must state" in str(problem.message)
               for problem in shown.problems) == 3
    assert [error.partition(" is empty")[0] for error in published.errors()] == [
        f"content/firm.toml:{lines.index('[firm]') + 1}: “firm.{key}”"
        for key in ("phone", "bar", "host")]
