"""What is known of the texts after an edit is what reading all of them again would say."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from random import Random

import pytest

from plugins.build.saved import Saved
from plugins.build.unsaved import Workshop
from plugins.check.run import SiteCheck
from plugins.core.files import DiskError
from plugins.core.messages import Problem
from tests.build.test_again import ALONE, BOTH, change, lay, remove, write
from tests.conftest import TOPICS, Site, new_site

Edit = Callable[[Site], object]

OTHER, PAGE = "articles/2019-02-01-draft.fr.md", "pages/alone.fr.md"

LEADING = ("title: Vers tous\ncategory: brief\nsummary: S.\nslug: leading\n\n"
           "[a]({filename}2019-01-01-alone.fr.md#titre), [b](/fr/articles/both/#titre), "
           "[c](/fr/articles/alone), [d]({filename}../pages/alone.fr.md), "
           "[e](/fr/categories/breve/2/), [f](/fr/archives/2017/), [g]({filename}new.fr.md), "
           "[h](/fr/keywords/autre/), ![i]({static}/images/a.png)\n")

NEW = "title: Neuf\ncategory: brief\nsummary: S.\nslug: neuf\ntags: trade\n\nUn [mot]({body}).\n"

EDITS: dict[str, Edit] = {
    "links to all": write("articles/2018-09-01-leading.fr.md", LEADING),
    "a body": change(BOTH, "Text.", "Un autre texte."),
    "an anchor": change(BOTH, "autre texte.", "mot.\n\n## Titre {#titre}\n"),
    "an anchor gone": change(BOTH, "{#titre}", "{#autre}"),
    "a link to nothing": change(BOTH, "Titre {", "[Titre]({filename}nothing.fr.md) {"),
    "a link to something": change(BOTH, "nothing.fr.md", "2019-01-01-alone.fr.md"),
    "an anchor named by a file": change(ALONE, "Vers", "## Titre {#titre}\n\nVers"),
    "that anchor gone": change(ALONE, "{#titre}", "{#autre}"),
    "a title": change(BOTH, "title: Les deux", "title: Tous les deux"),
    "a slug": change(BOTH, "slug: both", "slug: deux"),
    "a slug taken": change(ALONE, "slug: alone", "slug: deux"),
    "a slug given back": change(BOTH, "slug: deux", "slug: both"),
    "a category of none": change(ALONE, "category: brief", "category: none"),
    "a category of some": change(ALONE, "category: none", "category: other"),
    "tags and laws": change(ALONE, "tags: trade\nauthors: editors\nlaws: trade-law\n", ""),
    "a tag of its own": change(ALONE, "category: other", "category: brief\ntags: autre"),
    "no category": change(ALONE, "category: brief\n", ""),
    "a category again": change(ALONE, "summary:", "category: brief\nsummary:"),
    "a translation gone": remove("articles/2018-07-03-both.en.md"),
    "a translation": write("articles/2019-01-01-alone.en.md", NEW.format(body="/en/")),
    "a change of the other": change(ALONE, "summary:", "modified: 2020-01-01\nsummary:"),
    "a text": write("articles/new.fr.md", NEW.format(body="/fr/")),
    "a text to which one leads": write("articles/2017-02-03-new.fr.md", NEW.format(body="/fr/")),
    "one with a wrong name gone": remove("articles/new.fr.md"),
    "a key twice": write("articles/2017-02-04-alone.fr.md", NEW.format(body="/fr/neuf/")),
    "that key in an older file": lambda site: (
        site.options.content / "articles/2017-02-04-alone.fr.md").rename(
        site.options.content / "articles/2020-02-04-alone.fr.md"),
    "the key once": remove("articles/2020-02-04-alone.fr.md"),
    "a page without a link": write("pages/free.fr.md", "title: Libre\n\nMot.\n"),
    "a page with one": write(PAGE, "title: Seule\n\n[elle](/fr/free/) [soi](/fr/alone/)\n"),
    "a page that leads nowhere": change(PAGE, "/fr/free/", "/fr/"),
    "a text to which others lead gone": remove(ALONE),
    "a draft": change("articles/2017-02-03-new.fr.md", "title:", "status: draft\ntitle:"),
    "a draft published": change(OTHER, "status: draft\n", ""),
    "nothing to read": write(OTHER, "no header"),
    "a page that must be": remove("pages/contact.fr.md"),
    "what cannot be read gone": remove(OTHER),
    "an issue of another day": change("issues/2018-07.fr.md", "2018-07-05", "2019-07-05"),
    "an issue of nothing": change("issues/2018-07.fr.md", "articles: both", "articles: alone"),
    "the number of an issue": write("issues/2018-08.fr.md", "date: 2018-08-05\nsubject: S\n"
                                    "preview: P\narticles: both\nnumber: 1\n\nMot.\n"),
    "what is no text": write("README.md", "no header"),
    "a topic": write("topics.toml", TOPICS.replace("Brève", "Nouvelle")),
}
"""In the order in which they follow each other."""

ADDED = TOPICS + """
[categories.other]
name = {fr = "Autre", en = "Other"}
slug = {fr = "autres", en = "others"}

[tags.autre]
name = {fr = "Autre", en = "Other"}
slug = {fr = "autre", en = "other"}
"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site with something of everything."""
    made = new_site(tmp_path_factory.mktemp("saved"))
    lay(made)
    made.write("topics.toml", ADDED)
    return made


def in_any_order(edits: Iterable[Edit], site: Site, dice: Random) -> Iterator[None]:
    """Edit a site in a shuffled order, one to four edits at once; leave out what cannot be done."""
    left = list(edits)
    dice.shuffle(left)
    while left:
        for edit in [left.pop() for _ in range(min(dice.randint(1, 4), len(left)))]:
            with suppress(AssertionError, OSError):
                edit(site)
        yield


def told(checked: SiteCheck) -> dict[str, list[str]]:
    """Return all problems, by where they were found."""
    def lines(problems: list[Problem]) -> list[str]:
        return [repr((problem, str(problem.message))) for problem in problems]

    return {"alone": lines([one for each in checked.alone.values() for one in each.problems]),
            "among": lines([one for each in checked.among.values() for one in each]),
            **{name: lines(getattr(checked, name)) for name in ("of_all", "of_laws", "misled")}}


def assert_as_read_again(known: Saved, site: Site) -> None:
    """Find all texts, and all that is wrong, as they are when everything is read."""
    fresh = Workshop().saved(site.options)

    assert told(known.checked) == told(fresh.checked)
    values = [field.name for field in fields(known.site) if field.name not in ("prints", "leads")]
    for name in values:
        assert getattr(known.site, name) == getattr(fresh.site, name), name
    assert known.site.linked == fresh.site.linked
    read = {path: known.memory.entries.get(path) for path in fresh.memory.entries}
    assert read == fresh.memory.entries
    for lang in site.options.languages:
        with known.edition(lang) as one, fresh.edition(lang) as other:
            assert one.planner.contents.urls.items() >= other.planner.contents.urls.items()
            assert one.planner.contents.versions.keys() >= other.planner.contents.versions.keys()


@pytest.mark.thorough
def test_after_each_edit_the_rules_say_what_the_whole_check_says(site: Site):
    """Whatever was asked again, and whatever was not."""
    workshop = Workshop()
    assert_as_read_again(workshop.saved(site.options), site)
    for name, edit in EDITS.items():
        before = workshop.saved(site.options)
        edit(site)

        known = workshop.saved(site.options)

        assert known is not before or name == "what is no text", name
        assert_as_read_again(known, site)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_the_rules_say_what_the_whole_check_says(site: Site, seed: int):
    """Several edits at once, too; those that find nothing to change are left out."""
    workshop = Workshop()
    for _ in in_any_order(EDITS.values(), site, Random(seed)):
        assert_as_read_again(workshop.saved(site.options), site)


def test_what_is_as_it_was_is_not_asked_again(site: Site):
    """An edit of one text leaves alone what was said of those that do not lead to it."""
    workshop = Workshop()
    before = workshop.saved(site.options)
    change(OTHER, "Ébauche.", "Autre.")(site)

    after = workshop.saved(site.options)

    assert [path for path, problems in after.checked.among.items()
            if problems is not before.checked.among[path]
            ] in ([], [str(site.options.content / OTHER)])
    assert after.checked.of_all is before.checked.of_all


def test_a_text_that_goes_while_it_is_read_is_named(site: Site):
    """The next look finds it gone."""
    known, file = Workshop().saved(site.options), site.options.content / OTHER
    file.unlink()

    with pytest.raises(DiskError, match=OTHER):
        known.as_of({**known.texts, str(file): b"another"})
