"""What was read is kept, and never changes what is reported or printed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from plugins.check.cache import ReadFile, keep, kept_readings, kept_texts
from plugins.check.reading import cache_of, read_request, read_texts
from plugins.check.run import check
from tests.conftest import PROJECT, Site

NAME = "2018-07-03-a.fr.md"


def cache_file(site: Site) -> Path:
    """Return the file in which readings are kept."""
    return site.options.cache / "texts" / "readings.sqlite3"


def test_a_second_check_tells_the_same_from_what_is_kept(site: Site):
    """Warnings with their lines, too."""
    site.article(NAME, "Deux  espaces. [a](#none)")

    first, second = check(site.options), check(site.options)

    assert first == second and len(first) == 3


def test_a_text_is_read_again_when_it_changes_and_forgotten_when_it_goes(site: Site):
    """And only then."""
    path = site.article(NAME, "Deux  espaces.")
    other = site.article("2018-07-04-b.fr.md", "Text.")
    check(site.options)
    before = kept_texts(cache_of(site.options))

    path.write_text(path.read_text().replace("  ", " "))
    other.unlink()
    problems = check(site.options)
    after = kept_texts(cache_of(site.options))

    assert not any("two spaces" in str(problem.message) for problem in problems)
    assert before.keys() - after.keys() == {str(other)}
    assert {name for name in after if before[name] != after[name]} == {str(path)}


def test_a_reading_depends_on_the_declarations_and_on_the_images_it_shows(site: Site):
    """A form that goes, a picture of another size: the text itself has not changed."""
    picture = site.options.content / "images" / "a.png"
    picture.parent.mkdir()
    Image.new("RGB", (40, 30)).save(picture)
    site.article(NAME, "![Un livre]({static}/images/a.png)\n\n[x]({form}contact)")
    site.build()
    assert site.page("fr/articles/a").main.img["width"] == "40"

    Image.new("RGB", (80, 30)).save(picture)
    site.build()
    assert site.page("fr/articles/a").main.img["width"] == "80"

    form = site.options.content / "forms" / "contact.toml"
    form.rename(form.with_name("letter.toml"))
    assert any("there is no form “contact”" in line for line in site.errors())


@pytest.mark.parametrize(("name", "old", "new", "again"), [
    ("laws.toml", "2023-06-01", "2024-06-01", False),
    ("laws.toml", "Trade Law", "Law on Trade", False),
    ("laws.toml", "[trade-law]", "[tax-law]", True),
    ("topics.toml", "name.en = ", "name.en = 'New ' #", False),
    ("topics.toml", "[tags.", "[tags.new-", True),
    ("firm.toml", "lettre.example", "letter.example", True),
])
def test_of_laws_and_topics_a_reading_depends_on_their_keys_alone(site: Site, name, old, new,
                                                                   again):
    """An edit of a date must not read every text again; a key that is gone must."""
    site.write("laws.toml", "[trade-law]\nname.fr = 'Loi'\nname.en = 'Trade Law'\n"
                            "in_force = 2023-06-01\n")
    before = cache_of(site.options)
    file = site.options.content / name
    assert old in file.read_text("utf-8")

    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    assert (cache_of(site.options) != before) is again


@pytest.mark.parametrize("damage", [
    lambda file: file.unlink(),
    lambda file: file.write_bytes(b""),
    lambda file: file.write_bytes(b"no database" * 1000),
    lambda file: file.write_bytes(file.read_bytes()[:9000]),
    lambda file: shutil.rmtree(file.parents[1]),
    lambda file: falsify(file),
    lambda file: filled(file, "CREATE TABLE facts (something)"),
    lambda file: filled(file, "CREATE TABLE facts (path, digest, data)",
                        "INSERT INTO facts VALUES (x'61', 'text', 'text'), (x'62', NULL, NULL)"),
])
def test_what_is_lost_or_damaged_is_made_again(site: Site, damage):
    """The cache is a convenience, and no promise hangs on it."""
    site.article(NAME, "Deux  espaces.")
    first = check(site.options)

    damage(cache_file(site))

    assert check(site.options) == check(site.options) == first


def test_a_build_goes_on_without_what_was_read_before(site: Site):
    """Falsified or gone, it changes no byte of the site."""
    site.article(NAME, "Deux  espaces.")
    site.build()
    printed = site.files()

    falsify(cache_file(site))
    assert site.build().changed == 0
    shutil.rmtree(cache_file(site).parents[1])
    assert site.build().changed == 0
    assert site.files() == printed


def filled(file: Path, *commands: str) -> None:
    """Put another database in the place of the cache."""
    file.unlink()
    with sqlite3.connect(file) as store:
        for command in commands:
            store.execute(command)
    store.close()


def falsify(file: Path) -> None:
    """Change bytes inside what is kept, where SQLite itself sees nothing wrong."""
    with sqlite3.connect(file) as store:
        for table in ("facts", "readings"):
            store.execute(f"UPDATE {table} SET data = CAST(data || 'x' AS BLOB)")
    store.close()


def test_a_site_is_the_same_to_the_byte_with_and_without_what_is_kept(site: Site, tmp_path: Path):
    """An edition prints the kept reading of a text, or reads it itself."""
    for number in range(3):
        for lang in ("fr", "en"):
            site.article(f"2018-07-03-a{number}.{lang}.md",
                         "\"Mot\" : 小红书[^1]\n\n## T\n\n[^1]: Note.")
    site.build()
    printed = site.files()
    with kept_readings(cache_of(site.options)) as find:
        path = site.options.content / "articles" / "2018-07-03-a1.en.md"
        assert find(path, path.read_bytes()) is not None
        assert find(path, b"other") is None

    for folder in (site.options.output, site.options.outbox, site.options.cache):
        shutil.rmtree(folder)
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    without = replace(site.options, var=tmp_path / "readonly" / "var")
    (tmp_path / "readonly").write_text("no folder can be made here")

    assert not Site(without).build().failed
    assert site.files() == printed


def test_an_edition_prints_what_was_read_before(site: Site):
    """Neither Markdown nor typesetting is done again."""
    path = site.article(NAME, "Text.")
    site.build()
    cache = cache_of(site.options)
    with kept_readings(cache) as find:
        reading = find(path, path.read_bytes())
    digest, checked = kept_texts(cache)[str(path)]

    kept = replace(reading, html="<p>Kept.</p>")
    keep(cache, [ReadFile(str(path), digest, checked, kept)], ())
    shutil.rmtree(site.options.cache / "builds")
    site.build()

    assert "Kept." in site.page("fr/articles/a").main.text


def test_a_cache_of_another_shape_is_begun_again(site: Site):
    """Else nothing would ever be kept again."""
    site.article(NAME, "Text.")
    check(site.options)
    filled(cache_file(site), "CREATE TABLE facts (something)")

    check(site.options)
    check(site.options)

    assert kept_texts(cache_of(site.options))


def test_a_name_in_another_encoding_is_reported(site: Site):
    """As an archive from another system unpacks it."""
    name = os.fsdecode(b"2018-07-03-\xe9.fr.md")
    site.write(f"articles/{name}", "title: T\ncategory: brief\n\nText.\n")

    for _ in range(2):
        assert [problem.path for problem in check(site.options)] == \
            [str(site.options.content / "articles" / name)]


def test_two_commands_may_read_and_keep_at_once(site: Site):
    """Neither waits long, and both tell the same."""
    for number in range(60):
        site.article(f"2018-07-03-a{number}.fr.md", "Deux  espaces.")
    command = [sys.executable, "-m", "invoke", "check", "--messages", "en",
               "--content", str(site.options.content), "--var", str(site.options.var)]
    both = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env={**os.environ, "PRESS_FOLDER": str(PROJECT)}, text=True)
            for _ in range(2)]
    answers = [process.communicate() for process in both]

    assert answers[0] == answers[1]
    assert "No errors; warnings: 121." in answers[0][0]
    assert len(read_texts(read_request(site.options))) == 60 + 14
