"""A build publishes whole or not at all, and says all that is wrong at once."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from plugins.atomic import PublishError
from tests.conftest import PROJECT, Site, new_site
from tests.support.commands import run_command

GOOD = "2018-07-03-good.fr.md"

ROWS = [
    ("articles/2018-02-30-x.fr.md", "title: T\ncategory: brief\n",
     "content/articles/2018-02-30-x.fr.md:0: the day 2018-02-30 in the name does not exist; "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: breif\n",
     "content/articles/2018-02-03-x.fr.md:2: there is no category “breif”; the categories are "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\n\nA\n\n[wpforms id=\"1\"]\n",
     "content/articles/2018-02-03-x.fr.md:6: a WordPress shortcode “"),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\n\n[contact-form-7 id=\"9\"]\n",
     "content/articles/2018-02-03-x.fr.md:4: no form corresponds to the shortcode "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\n\n[Write]({form}contcat)\n",
     "content/articles/2018-02-03-x.fr.md:4: there is no form “contcat”; the forms are contact, "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\n\n[a]({filename}/b.fr.md)\n",
     "content/articles/2018-02-03-x.fr.md:4: the link leads to “/b.fr.md”, and there is no such "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\nslug: good\n",
     "content/articles/2018-02-03-x.fr.md:3: the address “/fr/articles/good/” belongs to 2018-07"),
    ("articles/2018-02-03-good.fr.md", "title: T\ncategory: brief\n",
     "content/articles/2018-07-03-good.fr.md:0: 2018-02-03-good.fr.md has the same key “good”; "),
    ("pages/list.fr.md", "title: T\nslug: archives\n",
     "content/pages/list.fr.md:2: the address “/fr/archives/” belongs to the list of "
     "articles already; "),
    ("articles/2018-02-03-x.fr.md", "title: A [gallery ids=1]\ncategory: brief\n",
     "content/articles/2018-02-03-x.fr.md:1: a WordPress shortcode “[gallery ids=1]” would be "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief\n\nA\x0bB\n",
     "content/articles/2018-02-03-x.fr.md:4: there is an unreadable character (U+000B) here; "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: ,\n",
     "content/articles/2018-02-03-x.fr.md:2: the header has no “category”; "),
    ("articles/2018-02-03-x.fr.md", "title: T\ncategory: brief, other\n",
     "content/articles/2018-02-03-x.fr.md:2: an article has one category; keep one of "),
    ("topics.toml", "[category.x]\n", "content/topics.toml:1: there is no table “category”; the "),
    ("firm.toml", "publication = 3\n[firm]\n", "content/firm.toml:0: there is no table “[publica"),
    ("redirects.csv", "old,new\n/fr/contact/,/fr/\n",
     "content/redirects.csv:2: there is a page at “/fr/contact” today; "),
    ("redirects.csv", "old,new\n/a/,/fr/\n\n/a,/en/\n",
     "content/redirects.csv:4: the old address “/a” is given twice; "),
    ("redirects.csv", "old,new\n/A/,/fr/\n/a/,/en/\n",
     "content/redirects.csv:3: the old address “/a” is given twice; "),
    ("redirects.csv", "old,new\n/../a/,/fr/\n", "content/redirects.csv:2: a line is an old "),
    ("redirects.csv", "old,new\n/%2e%2e/a/,/fr/\n", "content/redirects.csv:2: a line is an old "),
    ("redirects.csv", "old,new\n/a%0Ab/,/fr/\n", "content/redirects.csv:2: a line is an old "),
    ("redirects.csv", "old,new\n/a/,/fr/#x https://evil.example\n",
     "content/redirects.csv:2: a line is an old "),
    ("redirects.csv", "old,new\n/a/,/fr/#$uri\n", "content/redirects.csv:2: a line is an old "),
    ("redirects.csv", "old,new\n/404.html,/fr/\n",
     "content/redirects.csv:2: there is a page at “/404.html” today; "),
    ("redirects.csv", "old,new\n/sitemap.xml,/fr/\n",
     "content/redirects.csv:2: there is a page at “/sitemap.xml” today; "),
    ("redirects.csv", "old,new\n/fr/feed.xml/,/fr/\n",
     "content/redirects.csv:2: there is a page at “/fr/feed.xml” today; "),
    ("redirects.csv", "old,new\n/a/,/b/\n/b/,/fr/\n",
     "content/redirects.csv:2: there is no page at “/b/”; correct the new address"),
    ("issues/2018-08.fr.md", "date: 2018-08-05\nsubject: S\npreview: P\narticles: good, none\n",
     "content/issues/2018-08.fr.md:4: this edition publishes no article “none”; "),
    ("forms/contact.toml", "page = \n", "content/forms/contact.toml:1: this is not TOML"),
    ("topics.toml", "[categories\n", "content/topics.toml:1: this is not TOML: "),
    ("redirects.csv", "old,new\n/a/,/fr/nowhere/\n",
     "content/redirects.csv:2: there is no page at “/fr/nowhere/”; "),
    ("articles/notes.txt", "x", "content/articles/notes.txt:0: the name is not of the form "),
    ("pages/about.fr.md", "title: T\n\n![x]({static}/images/none.png)\n",
     "content/pages/about.fr.md:3: the link leads to “/images/none.png”, and there is no such "),
]
"""A file, what an editor has written into it, and how the error about it begins."""


def test_the_same_content_gives_the_same_bytes_again(site: Site):
    """A second build changes no file."""
    site.article(GOOD, "Text.")
    site.article("2018-07-03-good.en.md", "Text.")
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: S\npreview: P\narticles: good\n")
    first = site.build()
    before = site.files()

    second = site.build()

    assert not first.failed and first.changed > 20
    assert second.changed == 0
    assert site.files() == before


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with a good article."""
    site = new_site(tmp_path_factory.mktemp("original"))
    site.article(GOOD, "Text.")
    assert site.errors() == []
    return site


@pytest.mark.parametrize(("path", "text", "error"), ROWS)
def test_an_error_is_reported_with_its_place_and_leaves_everything_as_it_was(
        original: Site, tmp_path: Path, path: str, text: str, error: str):
    """Where, what is wrong, what would be right; and not one published byte changes."""
    site = original.copied(tmp_path)
    before = site.files(), folders(site)
    site.write(path, text)

    errors = site.errors()

    assert any(line.startswith(error) for line in errors), errors
    assert not any("Pelican says" in line for line in errors), errors
    assert (site.files(), folders(site)) == before


def test_all_errors_of_a_run_are_reported_together(site: Site):
    """An editor corrects everything in one go, in both languages."""
    site.article("2018-07-03-a.fr.md", "[x]({form}no)")
    site.article("2018-07-03-b.en.md", "[x]({form}no)")
    site.write("pages/about.fr.md", "titel: T\n\n[x]({form}no)\n")

    errors = site.errors()

    assert [error.partition(": ")[0].rpartition("/")[2] for error in errors] == [
        "2018-07-03-a.fr.md:6", "2018-07-03-b.en.md:6",
        "about.fr.md:1", "about.fr.md:1", "about.fr.md:3"]


def test_a_word_without_a_translation_stops_the_build_at_its_place(site: Site, tmp_path):
    """A theme that says something in one language only is not published."""
    import shutil
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    (tmp_path / "theme" / "templates" / "extra.html").write_text('\n{{ _("Quite unheard of") }}\n')
    other = site.with_options(settings={**site.options.settings,
                                        "THEME": str(tmp_path / "theme")})

    errors = [problem for problem in other.build().problems if problem.level == "error"]

    assert [(problem.path.rpartition("/")[2], problem.line) for problem in errors] \
        == [("extra.html", 2)]
    assert "“Quite unheard of” has no translation in “fr”" in str(errors[0].message)


def test_a_plugin_that_does_not_load_stops_the_build(site: Site, tmp_path):
    """Pelican alone would go on without it."""
    conf = tmp_path / "broken.py"
    conf.write_text(f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n"
                    "from pelicanconf import *\nPLUGINS = [*PLUGINS, 'plugins.missing.plugin']\n"
                    f"THEME = {str(PROJECT / 'theme')!r}\n")
    result = invoke("build", "--conf", str(conf), "--content", str(site.options.content),
                    "--messages", "en")

    assert result.returncode == 1
    assert "broken.py: Pelican says: Cannot load plugin `plugins.missing.plugin`" in result.stderr
    assert not (tmp_path / "output").exists()


WAITS = """\
from pelican import signals


def near(generator):
    pass


def register():
    signals.article_generator_finalized.connect(near)
"""

WRITES = """\
from pathlib import Path

from pelican import signals


def write(pelican):
    Path(pelican.settings["OUTPUT_PATH"], "sitemap.txt").write_text("x")


def register():
    signals.finalized.connect(write)
"""


@pytest.mark.parametrize(("code", "told"), [
    (WAITS, "the plugin “firmown” changes the articles or pages of Pelican"),
    (WRITES, "a plugin has written “sitemap.txt”, which would not be published")])
def test_a_plugin_whose_work_would_be_lost_stops_the_build(site: Site, tmp_path, code, told):
    """Such as those for Pelican’s own articles, or one that writes past the edition."""
    (tmp_path / "firmown.py").write_text(code)
    other = site.with_settings(
        tmp_path / "other.py", PLUGINS=[*site.options.settings["PLUGINS"], "firmown"])

    errors = other.errors()
    assert any(told in error for error in errors), errors
    assert not (tmp_path / "output").exists()


def test_a_setting_without_effect_stops_the_build_at_its_line(site: Site, tmp_path):
    """A firm that knows Pelican would wait for what never happens."""
    other = site.with_settings(
        tmp_path / "other.py", LOG_FILTER=[], NEIGHBORS=True,  # of the logs, and another plugin's
        RELATIVE_URLS=True, DEFAULT_PAGINATION=10)

    assert [error.rpartition("/")[2] for error in other.errors()] == [
        "other.py:7: the setting RELATIVE_URLS of Pelican has no effect here; delete it",
        "other.py:8: the setting DEFAULT_PAGINATION of Pelican has no effect here; delete it, and "
        "use LIST_SIZE instead"]


def test_messages_are_french_unless_the_editor_says_otherwise(site: Site):
    """`C` or nothing is French; LANG and `--messages` choose."""
    site.write("pages/about.fr.md", "titel: T\n")
    options = ("--content", str(site.options.content), "--output", str(site.options.output),
               "--outbox", str(site.options.outbox), "--var", str(site.options.var))

    told = {lang: invoke("check", *options, LANG=lang).stderr
            for lang in ("C", "fr_FR.UTF-8", "en_GB.UTF-8")}
    chosen = run_command("check", *options, "--messages", "en", environment={"LANG": "C"}).stderr

    assert "la clé « titel » n’existe pas" in told["C"].replace("\u00a0", " ")
    assert told["C"] == told["fr_FR.UTF-8"]
    assert "there is no “titel” in this header" in told["en_GB.UTF-8"]
    assert chosen == told["en_GB.UTF-8"]


def test_an_article_pasted_from_wordpress_builds_with_warnings(site: Site):
    """A title and a category are enough; what would be better is said."""
    site.write("articles/2018-07-03-pasted.fr.md",
               "title: L'autre petit livre rouge\ncategory: brief\n\n"
               "C'est l'histoire d'une application ….\n\nUne question ?Une réponse !\n\n"
               "[contact-form-7 id=\"76\" title=\"Reach Us\"]\n\n"
               "[mc4wp_form id=\u00a0»235″]\n")

    built = site.build()
    page = site.page("fr/articles/pasted")

    assert not built.failed
    assert {problem.level for problem in built.problems} == {"warning"}
    assert page.h1.text == "L’autre petit livre rouge"
    assert "C’est l’histoire d’une application…" in page.text
    assert len(page.select("main form")) == 2
    assert "[contact" not in page.main.text and "mc4wp" not in page.decode()


def test_drafts_and_the_future_are_in_the_preview_only_and_are_marked(site: Site):
    """What is not published yet is never published by accident."""
    site.article("2018-07-03-secret.fr.md", "Text.", "status: draft")
    site.article(f"{date.today().year + 9}-07-03-later.fr.md", "Text.")

    site.build()
    published = site.files()
    site.build(preview=True)

    assert not any("secret" in path or "later" in path for path in published)
    assert b"secret" not in b"".join(published.values())
    for key in ("secret", "later"):
        assert site.page(f"fr/articles/{key}").select_one(".stage")


def test_a_link_to_a_draft_is_an_error(site: Site):
    """A reader would be led nowhere."""
    site.article("2018-07-03-secret.fr.md", "Text.", "status: draft")
    site.article(GOOD, "\n[a]({filename}/articles/2018-07-03-secret.fr.md)")

    errors = site.errors()

    assert len(errors) == 1
    assert "which is not published yet" in errors[0]


@pytest.mark.thorough
@pytest.mark.thorough
def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one(site: Site):
    """The next command completes what was begun, or nothing had begun."""
    site.article(GOOD, "Old words.")
    site.build()
    old = site.files()
    site.article(GOOD, "New words.")
    for name in range(40):
        site.article(f"2018-07-03-more-{name}.fr.md", "New words.")
    options = ("--content", str(site.options.content), "--output", str(site.options.output),
               "--outbox", str(site.options.outbox), "--var", str(site.options.var))

    for delay in (0.3, 0.7, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5):
        process = subprocess.Popen([sys.executable, "-m", "invoke", "build", *options],
                                   cwd=PROJECT, start_new_session=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        invoke("newsletter.status", *options)  # any command completes what was begun
        words = {b"New" if b"New words" in data else b"Old" for path, data in site.files().items()
                 if "/articles/" in path and path.endswith(".html")}
        assert words in ({b"Old"}, {b"New"})
        assert words == {b"New"} or site.files() == old

    site.build()
    assert sum("/more-" in path and path.endswith(".html") for path in site.files()) == 40


def folders(site: Site) -> list[str]:
    """Return every folder of the site and of the outbox."""
    return sorted(str(path) for root in (site.options.output, site.options.outbox)
                  for path in root.rglob("*") if path.is_dir())


def test_one_mistake_is_reported_once(site: Site):
    """What follows from it in other files and languages is not reported as well."""
    for lang in ("fr", "en"):
        site.article(f"2018-07-03-good.{lang}.md", "Text.")
        site.article(f"2018-07-04-other.{lang}.md", f"[a]({{filename}}2018-07-03-good.{lang}.md)")
        site.write(f"issues/2018-07.{lang}.md",
                   "date: 2018-07-05\nsubject: S\npreview: P\narticles: good\n")
    site.write("articles/2018-07-03-good.fr.md", "title: T\ncategory: breif\nsummary: S.\n"
               "slug: good\n\nText.\n")

    told = site.build().problems

    assert [problem.path.rpartition("/")[2] for problem in told] == ["2018-07-03-good.fr.md"]


def invoke(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an editor does, without a colleague's locale."""
    inherited = {name: value for name, value in os.environ.items()
                 if not name.startswith(("LC_", "LANG", "MAILCHIMP"))}
    return subprocess.run([sys.executable, "-m", "invoke", *words], cwd=PROJECT, text=True,
                          capture_output=True, env={**inherited, **environment}, check=False)


def test_a_published_site_keeps_its_search_and_cards(site: Site):
    """A build that is not for production goes elsewhere; a preview may become what is published."""
    site.article(GOOD, "Texte.")
    published = site.with_options(settings={**site.options.settings, "PRODUCTION": True})
    assert not site.build().failed and not published.build().failed
    before = site.files()

    with pytest.raises(PublishError, match="--conf publishconf.py.*--output"):
        site.build()

    assert site.files() == before
    assert not site.with_options(output=site.options.output.with_name("elsewhere")).build().failed
    assert not published.build().changed
