"""`./inv translate` lists what a language lacks, and begins it."""

from pathlib import Path

import pytest

from plugins.check.reading import declare, read_request, read_texts
from plugins.check.run import check
from plugins.check.site_texts import gather_texts
from plugins.commands.translate import begin_translations
from plugins.content.header import read_header
from plugins.content.source import parse_name
from plugins.core.messages import Failure
from tests.build.test_build import invoke
from tests.conftest import Site


def contents(site: Site):
    """Return the texts of a site."""
    request = read_request(site.options)
    return gather_texts(site.options, declare(request), read_texts(request), preview=True)


def test_a_translation_begins_as_a_draft_in_the_words_of_the_original(site: Site):
    """The translator replaces them one by one; forms, links and notes are in their places."""
    site.article("2018-07-03-b.fr.md", "Texte.")
    site.article("2018-07-03-b.en.md", "Text.")
    site.article("2018-07-04-a.fr.md", "[b]({filename}2018-07-03-b.fr.md#x) [c]({form}contact)",
                 "title: Chine : la loi\nmodified: 2018-08-01\ntags: trade")

    [path] = begin_translations(contents(site), "a", ["en"])

    source = parse_name(path, "article", ("fr", "en"))
    header, problems = read_header(source, path.read_text(encoding="utf-8"))
    assert path.name == "2018-07-04-a.en.md" and problems == []
    assert dict(header.values) == {
        "category": "brief", "summary": "S.", "title": "Chine : la loi", "modified": "2018-08-01",
        "tags": "trade", "slug": "", "status": "draft"}
    assert header.body.strip() == "[b]({filename}2018-07-03-b.en.md#x) [c]({form}contact)"
    assert not any("no version" in str(problem.message) for problem in check(site.options))


@pytest.mark.parametrize(("key", "message"), [
    ("goood", "did you mean good?"),
    ("quite-another", "a key is the name of a file without its date and language"),
    ("both", "several texts have the key “both”; give the name of one’s file"),
    ("full", "has a version in each of these languages: fr, en"),
])
def test_what_cannot_be_begun_is_reported(site: Site, key: str, message: str):
    """And nothing is written."""
    for name in ("good.fr", "both.fr", "full.fr", "full.en"):
        site.article(f"2018-07-03-{name}.md", "Text.")
    site.write("pages/both.fr.md", "title: T\n")
    before = sorted(site.options.content.rglob("*"))

    with pytest.raises(Failure, match=message):
        begin_translations(contents(site), key, ["fr", "en"])

    assert sorted(site.options.content.rglob("*")) == before


def test_the_name_of_a_file_is_as_good_as_a_key(site: Site):
    """Where a page and an article have the same one."""
    site.article("2018-07-03-both.fr.md", "Text.")
    site.write("pages/both.fr.md", "title: T\n")

    paths = begin_translations(contents(site), "both.fr.md", ["fr", "en"])

    assert [str(path.relative_to(site.options.content)) for path in paths] == ["pages/both.en.md"]


def test_what_is_missing_or_outdated_is_listed(site: Site):
    """With the command that begins it."""
    site.article("2018-07-03-a.fr.md", "Texte.")
    site.article("2018-07-03-b.fr.md", "Texte.", "modified: 2018-08-01")
    site.article("2018-07-03-b.en.md", "Text.")
    options = ("--content", str(site.options.content), "--var", str(site.options.var),
               "--messages", "en")

    listed = invoke("translate", *options)
    begun = invoke("translate", "--key", "a", "--lang", "en", *options)

    lines = listed.stdout.splitlines()
    assert lines[0].endswith("a.fr.md: no version in English; start it with “./inv translate "
                             "--key a --lang en”")
    assert lines[1].endswith("b.en.md: older than the version in French, which was changed on "
                             "2018-08-01")
    assert lines[2:] == ["Missing: 1; outdated: 1."]
    assert begun.returncode == 0 and Path(site.options.content, "articles",
                                          "2018-07-03-a.en.md").is_file()


def test_what_is_listed_can_be_begun_as_it_says(site: Site):
    """Where two kinds of text share a key, the file is named."""
    site.article("2018-07-03-contact.fr.md", "Texte.")

    said = invoke("translate", "--content", str(site.options.content), "--var",
                  str(site.options.var), "--messages", "en").stdout

    assert "“./inv translate --key 2018-07-03-contact.fr.md --lang en”" in said
