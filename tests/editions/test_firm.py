"""The firm's legal data."""

from pathlib import Path

import pytest

from plugins.editions.firm import load_firms
from plugins.problems import ContentError

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


def load(tmp_path: Path, text: str, lang: str = "fr"):
    """Return the tables of a declaration."""
    path = tmp_path / "firm.toml"
    path.write_text(text, encoding="utf-8")
    return load_firms(path, ("fr", "en"))[lang]


def test_a_value_is_the_editions_own_and_typeset(tmp_path: Path):
    """One text for all languages, or one for each."""
    tables = load(tmp_path, GOOD)

    assert tables["publication"]["name"] == "L’x"
    assert tables["publication"]["tagline"] == "F"
    assert tables["firm"]["address"] == ["1", "2"]


@pytest.mark.parametrize(("old", "new", "line", "message"), [
    ('tagline.en = "E"\n', "", 1, "“publication.tagline” has no text in “en”"),
    ('name = "N"\n', "", 7, "the table “firm” has no “name”"),
    ('["1", "2"]', '"1"', 7, "“firm.address” must be a list of texts"),
    ('"a@b.example"', "3", 7, "“firm.email” must be a text"),
    ("[firm]", "[frim]", 0, "there is no table “[firm]”"),
    ('name = "N"', 'name = "N', 8, "this is not TOML"),
])
def test_what_is_wrong_is_told_with_a_line(tmp_path: Path, old, new, line, message):
    """Every page prints these data; none of them is guessed."""
    with pytest.raises(ContentError) as error:
        load(tmp_path, GOOD.replace(old, new, 1))

    assert [(problem.line, message in str(problem.message)) for problem in error.value.problems
            if message in str(problem.message)] == [(line, True)]
