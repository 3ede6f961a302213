"""A text is written in a form: what is typed is kept, saved as it is, and never over others."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from plugins.core.project import Options
from plugins.desk.context import Desk, Person
from plugins.desk.people.accounts import invite
from plugins.desk.store import Draft

FILE = "articles/2018-09-10-e-commerce-law.{}.md"
PAGE = "/_desk/write/article/e-commerce-law"


def filled(page: httpx.Response) -> dict[str, str]:
    """Return what a browser would post if nobody touched the form for writing."""
    soup = BeautifulSoup(page.text, "html.parser")
    form = soup.find(id="write") or soup.find("form", action="/_desk/save")
    values = {str(one["name"]): str(one.get("value", "")) for one in form.find_all("input")}
    for area in form.find_all("textarea"):
        values[area["name"]] = area.get_text().removeprefix("\n").replace("\n", "\r\n")
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True)
        values[select["name"]] = str(chosen["value"]) if chosen else ""
    return values


def contents(options: Options) -> dict[str, bytes]:
    """Return every file of the content."""
    return {str(path.relative_to(options.content)): path.read_bytes()
            for path in options.content.rglob("*") if path.is_file()}


def test_a_form_that_nobody_touched_changes_nothing(editor: httpx.Client, options: Options
                                                    ) -> None:
    """Every text of the sample comes back byte by byte."""
    before = contents(options)
    for kind, key in [("article", "xiaohongshu"), ("page", "contact"), ("issue", "2018-07")]:
        page = editor.get(f"/_desk/write/{kind}/{key}")
        saved = editor.post("/_desk/save", data=filled(page))
        assert saved.status_code == 200

    assert contents(options) == before


def test_what_was_typed_is_saved(editor: httpx.Client, options: Options) -> None:
    """In both languages at once, and nothing else."""
    before = contents(options)
    form = filled(editor.get(PAGE))
    saved = editor.post("/_desk/save", data={**form, "fr.head.title": "Neuf",
                                              "en.body": form["en.body"] + "More.\r\n"})
    after = contents(options)

    assert "Saved." in saved.text
    french, english = FILE.format("fr"), FILE.format("en")
    assert {name for name in after if after[name] != before[name]} == {french, english}
    assert after[french] == re.sub(b"title: .*", b"title: Neuf", before[french], count=1)
    assert after[english] == before[english] + b"More.\n"


def test_a_conflict_shows_both_and_keeps_what_was_typed(editor: httpx.Client, options: Options
                                                        ) -> None:
    """Nothing is written until she says which she wants."""
    file = options.content / FILE.format("fr")
    form = filled(editor.get(PAGE)) | {"fr.head.title": "Mine"}
    theirs = re.sub("title: .*", "title: Theirs", file.read_text("utf-8"), count=1)
    file.write_text(theirs, "utf-8")
    refused = editor.post("/_desk/save", data=form)

    assert refused.status_code == 409
    assert "<mark>Mine</mark>" in refused.text and "<mark>Theirs</mark>" in refused.text
    assert file.read_text("utf-8") == theirs
    assert filled(editor.get(PAGE))["fr.head.title"] == "Mine"

    editor.post("/_desk/save", data=filled(refused))
    assert file.read_text("utf-8") == theirs.replace("Theirs", "Mine")


def test_a_language_that_was_not_touched_is_no_conflict(editor: httpx.Client, options: Options
                                                        ) -> None:
    """Somebody else may have saved it meanwhile."""
    form = filled(editor.get(PAGE)) | {"fr.head.title": "Mine"}
    english = options.content / FILE.format("en")
    english.write_bytes(english.read_bytes() + b"Theirs.\n")

    assert editor.post("/_desk/save", data=form).status_code == 200
    assert english.read_bytes().endswith(b"Theirs.\n")
    assert b"title: Mine" in (options.content / FILE.format("fr")).read_bytes()


def test_what_is_typed_is_kept_and_checked(editor: httpx.Client, options: Options) -> None:
    """The file stays as it is; the form shows what was typed when it is opened again."""
    before = contents(options)
    form = filled(editor.get(PAGE))
    own = {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}
    told = editor.post("/_desk/typed", data={**own, "head.title": ""}).json()

    assert told["kept"] and not told["moved_on"]
    assert [one["text"] for one in told["problems"] if one["field"] == "title"
            and one["level"] == "error"] == ["the header has no “title”; add a line “title: …”"]
    assert contents(options) == before
    assert filled(editor.get(PAGE))["fr.head.title"] == ""
    assert editor.post("/_desk/typed", data=own).json()["kept"] is None


@pytest.mark.parametrize(("minutes", "shown"), [(1, True), (11, False)])
def test_who_else_writes_is_shown(editor: httpx.Client, desk: Desk, minutes: int, shown: bool
                                  ) -> None:
    """By name, while something was typed lately."""
    now = datetime.now(UTC)
    invite(desk.store, Person("other@firm.example", "The other editor", "en", False), now)
    desk.store.keep(Draft("other@firm.example", FILE.format("en"), b"", b"title: x",
                          now - timedelta(minutes=minutes)))

    assert ("The other editor" in editor.get(PAGE).text) is shown


def typed(editor: httpx.Client, form: dict[str, str], title: str) -> dict[str, object]:
    """Send what a window holds, with a title; the answer is what its script is told."""
    own = {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}
    told: dict[str, object] = editor.post("/_desk/typed", data={**own, "head.title": title}).json()
    return told


def test_another_window_does_not_put_away_what_was_typed_in_the_first(
        editor: httpx.Client, options: Options) -> None:
    """Whoever saves is shown both; then one of them is chosen."""
    before = contents(options)
    first, second = filled(editor.get(PAGE)), filled(editor.get(PAGE))
    assert not typed(editor, first, "First")["apart"]
    assert typed(editor, second, "Second")["apart"]
    assert typed(editor, first, "First again")["apart"]
    refused = editor.post("/_desk/save", data={**second, "fr.head.title": "Second"})

    assert refused.status_code == 409 and "other words in another window" in refused.text
    table = BeautifulSoup(refused.text, "html.parser").find("table").get_text()
    assert "First again" in table and "Second" in table
    assert contents(options) == before
    assert "Saved." in editor.post("/_desk/save", data=filled(refused)).text
    assert b"title: Second" in (options.content / FILE.format("fr")).read_bytes()
    assert filled(editor.get(PAGE))["fr.head.title"] == "Second"


def test_what_was_typed_in_the_other_window_may_be_taken(editor: httpx.Client, desk: Desk) -> None:
    """Only what this one holds is forgotten."""
    first, second = filled(editor.get(PAGE)), filled(editor.get(PAGE))
    typed(editor, first, "First")
    refused = editor.post("/_desk/save", data={**second, "fr.head.title": "Second"})
    forget = BeautifulSoup(refused.text, "html.parser").find("form", action="/_desk/drop")
    editor.post("/_desk/drop", data={one["name"]: one["value"] for one in forget.find_all("input")})

    assert filled(editor.get(PAGE))["fr.head.title"] == "First"
    assert len(desk.store.drafts()) == 1


def test_a_window_goes_on_with_the_words_that_it_shows(editor: httpx.Client, desk: Desk) -> None:
    """Also where the answer to the last ones never came."""
    typed(editor, filled(editor.get(PAGE)), "First")
    second = filled(editor.get(PAGE))

    assert second["fr.head.title"] == "First"
    for title in ("Second", "Second again"):
        assert not typed(editor, second, title)["apart"]
    assert len(desk.store.drafts()) == 1
    other = {name: value for name, value in second.items() if "en." in name}
    assert "Saved." in editor.post("/_desk/save", data=other).text
    assert len(desk.store.drafts()) == 1


def test_a_draft_may_be_forgotten(editor: httpx.Client, desk: Desk) -> None:
    """The form shows the file again."""
    form = filled(editor.get(PAGE))
    own = {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}
    editor.post("/_desk/typed", data={**own, "head.title": "Typed"})
    editor.post("/_desk/drop", data={"path": FILE.format("fr"), "window": form["fr.window"]})

    assert desk.store.drafts() == []
    again = filled(editor.get(PAGE))
    assert again == form | {name: again[name] for name in ("fr.window", "en.window")}


def test_a_key_is_added_by_any_name(editor: httpx.Client, options: Options) -> None:
    """A law is found by its Chinese name."""
    form = filled(editor.get(PAGE))
    laws = BeautifulSoup(editor.get(PAGE).text, "html.parser").find(id="fr.laws")
    first = laws.find("option")
    editor.post("/_desk/save", data={**form, "fr.add.laws": unescape(first.get_text())})

    text = (options.content / FILE.format("fr")).read_text("utf-8")
    assert f"laws: {first['value']}\n" in text


def test_another_day_renames_every_language(editor: httpx.Client, options: Options) -> None:
    """The texts that name the files name them by their new names."""
    link = "[x]({filename}/" + FILE.format("fr") + ")\n"
    naming = options.content / "pages" / "about.fr.md"
    naming.write_text(naming.read_text("utf-8") + link, "utf-8")
    form = filled(editor.get(PAGE)) | {"date": "2018-09-12"}
    editor.post("/_desk/save", data=form)

    found = sorted(path.name for path in options.content.glob("articles/*e-commerce-law*"))
    assert found == ["2018-09-12-e-commerce-law.en.md", "2018-09-12-e-commerce-law.fr.md"]
    assert "2018-09-12-e-commerce-law.fr.md" in naming.read_text("utf-8")


@pytest.mark.parametrize("path", [
    "../outside.fr.md", "/etc/passwd", "articles/../../x.fr.md", "articles/.hidden.fr.md",
    "topics.toml", "articles", "articles/x.fr.md", "templates/x.html", "linked/contact.fr.md",
    "pages/linked/contact.fr.md", ".", f"articles/{'a' * 300}.fr.md",
    "articles//2018-09-10-e-commerce-law.fr.md", "", "pages/a\0.fr.md"])
def test_no_path_leads_out_of_the_texts(editor: httpx.Client, options: Options, path: str,
                                        tmp_path: Path) -> None:
    """Nothing is written, and the answer is a sentence."""
    (tmp_path / "elsewhere").mkdir()
    (options.content / "pages" / "linked").symlink_to(tmp_path / "elsewhere")
    before = contents(options)
    refused = editor.post("/_desk/save", data={
        "fr.path": path, "fr.base": "", "fr.head.title": "x", "fr.body": "x"})

    assert refused.status_code == 409
    assert contents(options) == before
    assert not [*(tmp_path / "elsewhere").iterdir()]


@pytest.mark.parametrize("base", ["zz", "abc", "é"])
def test_a_form_made_from_no_file_is_a_conflict(editor: httpx.Client, options: Options, base: str
                                                ) -> None:
    """Nothing is written over what is there, and what was typed is kept."""
    before = contents(options)
    refused = editor.post("/_desk/save", data={
        "fr.path": FILE.format("fr"), "fr.base": base, "fr.body": "x"})

    assert refused.status_code == 409
    assert "what you have typed is kept" in refused.text
    assert contents(options) == before


def test_a_file_that_cannot_be_read_is_named(editor: httpx.Client, options: Options) -> None:
    """Of two languages, it may be either."""
    (options.content / FILE.format("fr")).write_bytes("title: é".encode("latin-1"))
    answer = editor.get(PAGE)

    assert f"{FILE.format('fr')}: the file is not in UTF-8" in answer.text


def test_what_is_typed_follows_a_text_to_its_new_day(editor: httpx.Client, options: Options
                                                     ) -> None:
    """Who had the page open loses nothing, and does not take the day back."""
    form = filled(editor.get(PAGE))
    editor.post("/_desk/save", data=form | {"date": "2018-09-12"})
    own = {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}
    editor.post("/_desk/typed", data=own | {"head.title": "Typed"})

    assert filled(editor.get(PAGE))["fr.head.title"] == "Typed"
    editor.post("/_desk/save", data=form | {"fr.head.title": "Typed"})
    found = sorted(path.name for path in options.content.glob("articles/*e-commerce-law*"))
    assert found == ["2018-09-12-e-commerce-law.en.md", "2018-09-12-e-commerce-law.fr.md"]
    assert "title: Typed" in (options.content / "articles" / found[1]).read_text("utf-8")


def test_what_is_typed_stays_when_the_file_is_removed(editor: httpx.Client, options: Options
                                                      ) -> None:
    """It can be seen, and forgotten."""
    form = filled(editor.get(PAGE))
    for lang in ("fr", "en"):
        (options.content / FILE.format(lang)).unlink()
    own = {name.removeprefix("fr."): value for name, value in form.items() if "fr." in name}

    assert editor.post("/_desk/typed", data=own | {"head.title": "Typed"}).json()["moved_on"]
    assert filled(editor.get(PAGE))["fr.head.title"] == "Typed"
    assert "this text is gone" in editor.get("/_desk/").text
    assert f'href="{PAGE}"' in editor.get("/_desk/?q=nothing-of-the-kind").text
    assert editor.post("/_desk/drop", data={
        "path": FILE.format("fr"), "window": own["window"]}).status_code == 200
    assert "any more" in editor.get(PAGE).text
    assert "this text is gone" not in editor.get("/_desk/").text


def test_a_text_that_was_removed_comes_back_from_what_was_typed(
        editor: httpx.Client, options: Options) -> None:
    """After both are shown: there is nothing in the file now."""
    file, form = options.content / FILE.format("fr"), filled(editor.get(PAGE))
    for lang in ("fr", "en"):
        (options.content / FILE.format(lang)).unlink()
    typed(editor, form, "Typed")
    refused = editor.post("/_desk/save", data=filled(editor.get(PAGE)))
    assert refused.status_code == 409 and not file.exists()
    editor.post("/_desk/save", data=filled(refused))

    assert b"title: Typed" in file.read_bytes()
    assert "this text is gone" not in editor.get("/_desk/").text
