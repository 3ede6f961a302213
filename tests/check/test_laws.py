"""What an article says of a law is what the register says."""

from datetime import date

import pytest

from plugins.check.laws import other_days, said_days
from plugins.check.run import check
from plugins.content.text import Text
from tests.check.conftest import gather, read_text
from tests.conftest import Site
from tests.support.register import declared_laws

LAWS = """\
[company-law]
name = {fr = "Loi sur les sociétés", en = "Company Law"}
adopted = 2023-12-29
promulgated = 2023-12-30
in_force = 2024-07-01

[[company-law.amended]]
date = 2025-03-01
in_force = 2025-05-01

[[company-law.deadlines]]
day = 2026-06-30
what = {fr = "Déclarer", en = "Report"}
recurring = "yearly"

[standard]
name = {fr = "Norme", en = "Standard"}
in_force = "2024-09"

[bill]
name = {fr = "Projet", en = "Bill"}
adopted = 2023-01-01
"""

FRENCH = "content/articles/2024-07-08-a.fr.md"
ENGLISH = "content/articles/2024-07-08-a.en.md"
CHINESE = "content/articles/2024-07-08-a.zh-Hans.md"
NAMED = "title: T\ncategory: c\nlaws: company-law"


def warned(body: str, path: str, header: str = NAMED) -> list[tuple[int, str]]:
    """Return line and words of each warning on an article."""
    text = read_text(body, header, path)
    text = Text(**{**vars(text), "said_days": tuple(said_days(text))})
    return [(problem.line, str(problem.message))
            for problem in other_days(text, gather(text, laws=declared_laws(LAWS)))]


@pytest.mark.parametrize(("path", "body"), [
    (FRENCH, "La loi entre en vigueur le 1er juillet 2025."),
    (FRENCH, "La loi est entrée en vigueur le 2 juillet 2024."),
    (FRENCH, "Elle entrera en vigueur, le 3 août 2024."),
    (FRENCH, "Ses articles entreront en vigueur à compter du 1er janvier 2026."),
    (FRENCH, "L’entrée en vigueur fixée au 1er janvier 2024 approche."),
    (FRENCH, "Elle prend effet dès le 1 juin 2024."),
    (FRENCH, "Elle a pris\neffet le **1er\u00a0juin\u202f2024**."),
    (FRENCH, "Elle entre en vigueur le [1er juin 2024](https://a.example/)."),
    (FRENCH, "> Elle entre en vigueur le 1er Juin 2024."),
    (FRENCH, "!!! facts\n\n    - Entrée en vigueur le 1er juin 2024"),
    (ENGLISH, "It takes effect on 1 July 2025."),
    (ENGLISH, "It took effect on July 1, 2025."),
    (ENGLISH, "It will take effect from 1st July 2025."),
    (ENGLISH, "It came into force on 2 July 2024."),
    (ENGLISH, "The law, which enters into effect as of 1 January 2026, …"),
    (ENGLISH, "It is effective 1 January 2026."),
    (ENGLISH, "It has been in force since *1 January 2026*."),
])
def test_a_day_that_the_register_does_not_have_is_a_warning(path: str, body: str):
    """In the words of editors, in either language, with what the register says."""
    (line, message), = warned("x\n\n" + body, path)

    assert line >= 7
    assert "laws.toml does not have (company-law 2024-07-01, company-law 2025-05-01)" in message


def test_a_warning_says_the_words_and_the_line():
    """An editor finds them at once."""
    assert warned("x\n\nA\nElle entre en\nvigueur le **1er juin** 2024.", FRENCH) == [
        (8, "“entre en vigueur le 1er juin 2024” is a day that laws.toml does not have "
            "(company-law 2024-07-01, company-law 2025-05-01); correct the article, or laws.toml")]
    assert warned("x", FRENCH, f"{NAMED}\nsummary: Entre en vigueur le 1er juin 2024.")[0][0] == 4


@pytest.mark.parametrize(("path", "body"), [
    (FRENCH, "La loi entre en vigueur le 1er juillet 2024."),
    (FRENCH, "Sa version entre en vigueur le 1er mai 2025."),
    (FRENCH, "Publiée, elle prend effet le 30 décembre 2023."),
    (FRENCH, "L’obligation prend effet le 30 juin 2028."),
    (FRENCH, "Elle entre en vigueur le 31 juin 2025."),
    (FRENCH, "Elle entre en vigueur le 1er juin."),
    (FRENCH, "Elle entre en vigueur bientôt. Le 1er juin 2025, nous verrons."),
    (FRENCH, "Dans sa version en vigueur au 1er juin 2025."),
    (FRENCH, "Elle entre en vigueur le\n\n1er juin 2025"),
    (FRENCH, "`entre en vigueur le 1er juin 2025`"),
    (FRENCH, "```\nentre en vigueur le 1er juin 2025\n```"),
    (FRENCH, "<!-- entre en vigueur le 1er juin 2025 -->"),
    (FRENCH, "Le texte dit : “It takes effect on 1 July 2025”."),
    (FRENCH, "L’affaire est plaidée le 1er juin 2025."),
    (FRENCH, "Le décret entre en vigueur le 1er juin 20255."),
    (ENGLISH, "It takes effect on 1 July 2024."), (ENGLISH, "It took effect on July 1, 2024."),
    (ENGLISH, "It takes effect in June 2025."), (ENGLISH, "It is effective. On 1 June 2025 …"),
    (ENGLISH, "An effective remedy; on 1 June 2025 …"),
    (ENGLISH, "On 1 June 2025 it takes effect."), (ENGLISH, "It was adopted on 1 June 2025."),
    (ENGLISH, "“Elle entre en vigueur le 1er juin 2025.”"),
    (CHINESE, "It takes effect on 1 June 2025. 自2025年6月1日起施行。"),
    ("content/pages/a.fr.md", "La loi entre en vigueur le 1er juin 2025."),
])
def test_what_is_right_or_nothing_that_readers_are_told_is_left_alone(path: str, body: str):
    """Any day of the law, code, a quotation in another language, a language without patterns."""
    assert warned(body, path) == []


@pytest.mark.parametrize(("keys", "body", "told"), [
    ("company-law, standard", "Elle entre en vigueur le 12 septembre 2024.", False),
    ("company-law, standard", "Elle entre en vigueur le 12 octobre 2024.", True),
    ("company-law, bill", "Elle entre en vigueur le 12 octobre 2024.", False),
    ("bill", "Il entre en vigueur le 12 octobre 2024.", False),
    ("unknown", "Il entre en vigueur le 12 octobre 2024.", False),
    ("", "Il entre en vigueur le 12 octobre 2024.", False),
])
def test_the_words_may_be_of_any_law_that_the_article_names(keys: str, body: str, told: bool):
    """Of a law without a day nobody knows."""
    header = NAMED.replace("company-law", keys) if keys else "title: T\ncategory: c"

    assert bool(warned(body, FRENCH, header)) is told


def test_the_warning_follows_the_register_without_another_reading(site: Site):
    """And is only counted where the article accepts it."""
    site.write("laws.toml", LAWS)
    path = site.article("2024-07-08-a.fr.md", "Elle entre en vigueur le 1er août 2024.",
                        "laws: company-law\nsummary: S.")
    assert [problem.level for problem in _told(site)] == ["warning"]

    site.write("laws.toml", LAWS.replace("2024-07-01", "2024-08-01"))
    assert _told(site) == []

    site.write("laws.toml", LAWS)
    path.write_text(path.read_text("utf-8").replace("summary", "accept: days\nsummary"), "utf-8")
    assert [problem.accepted for problem in _told(site)] == [True]


def _told(site: Site) -> list:
    return [problem for problem in check(site.options) if "laws.toml does not" in str(problem)]


def test_a_day_is_kept_as_a_value():
    """Not the words alone."""
    said, = said_days(read_text("It takes effect on July 1, 2025.", NAMED, ENGLISH))

    assert (said.line, said.day, said.words) == (
        5, date(2025, 7, 1), "takes effect on July 1, 2025")
