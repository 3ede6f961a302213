"""A rule is a function, and its line in the list of rules."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import pytest

from plugins.check import rules
from plugins.check.cache import CheckedText
from plugins.check.reading import declare, read_request, read_texts
from plugins.check.run import check
from plugins.check.site_texts import SiteTexts, gather_texts
from plugins.content.header import ACCEPTED, shown_keys
from plugins.content.text import Text
from plugins.core.messages import Problem, say
from tests.build.test_again import lay
from tests.conftest import Site


def too_few_words(text: Text) -> Iterator[Problem]:
    """Yield a warning at an article of three words or fewer."""
    if text.kind == "article" and len(text.prose.split()) < 4:
        yield Problem(text.path, text.body_line, say("few words"), "warning")


def lonely_articles(site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at an article beside which there is no other."""
    articles = [text for text in site.texts if text.kind == "article"]
    if len(articles) == 1:
        yield Problem(articles[0].path, 0, say("alone"))


@pytest.mark.parametrize(("registry", "rule", "told"), [
    ("ON_ONE_TEXT", too_few_words, ("warning", "few words")),
    ("ON_ALL_TEXTS", lonely_articles, ("error", "alone"))])
def test_a_rule_that_is_listed_is_asked_by_check(
        site: Site, monkeypatch: pytest.MonkeyPatch, registry, rule, told):
    """Nothing else has to know of it."""
    path = site.article("2018-07-03-a.fr.md", "Deux mots.")
    monkeypatch.setattr(rules, registry, (*getattr(rules, registry), rule))

    assert told in [(problem.level, str(problem.message)) for problem in check(site.options)
                    if problem.path == str(path)]


@pytest.mark.parametrize(("header", "accepted"), [
    ("", [("typography", False), ("untranslated", False)]),
    ("accept: untranslated", [("typography", False), ("untranslated", True)]),
    ("accept: typography, untranslated", [("typography", True), ("untranslated", True)])])
def test_a_warning_that_the_header_accepts_is_marked(site: Site, header: str, accepted):
    """It says itself by which name, also where it comes from all texts."""
    path = site.article("2018-07-03-a.fr.md", "Deux  mots.", header)

    found = {(problem.kind, problem.accepted) for problem in check(site.options)
             if problem.path == str(path) and problem.kind in ("typography", "untranslated")}
    assert sorted(found) == accepted


def test_every_kind_of_warning_can_be_accepted():
    """Those that rules tell, and cards and emails, are those that headers know."""
    assert {*rules.KINDS.values(), "card", "email"} == {*ACCEPTED.choices}


class Noted(dict[str, str]):
    """The values of a header, which note what is asked for."""

    asked: ClassVar[set[str]] = set()

    def get(self, name: str, otherwise: str = "") -> str:  # type: ignore[override]
        """Return a value, and note its key."""
        self.asked.add(name)
        return super().get(name, otherwise)

    def __getitem__(self, name: str) -> str:
        """Return a value, and note its key."""
        self.asked.add(name)
        return super().__getitem__(name)


def test_rules_on_all_texts_ask_for_no_words_that_readers_see(site: Site):
    """So they need not be asked again after an edit of those."""
    lay(site)
    request = read_request(site.options)
    texts = [CheckedText(replace(each.text, header=Noted(each.text.header)), ())
             for each in read_texts(request) if each.text]
    Noted.asked.clear()

    gathered = gather_texts(site.options, declare(request), texts, preview=True)
    rules.problems_of_all(gathered)
    rules.problems_of_laws(gathered)

    assert {"slug", "laws", "articles", "number", "accept", "category"} <= Noted.asked
    assert not Noted.asked & {*shown_keys()}
