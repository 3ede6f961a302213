"""A check looks at the waiting emails, beside the site that was built with them."""

import os
import time
from pathlib import Path

import pytest

from plugins.check.emails import findings
from plugins.check.run import check_site
from plugins.newsletter import outbox
from plugins.newsletter.journal import SENT, Journal
from tests.conftest import Site, new_site
from tests.images.conftest import photo, saved

ARTICLE = "2018-07-03-good.fr.md"
ISSUE = ("date: 2018-07-05\nsubject: Le droit\npreview: Ce mois-ci.\narticles: good\n\n"
         "Bonjour, chers lecteurs.\n")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with an issue in French, some time ago."""
    site = new_site(tmp_path_factory.mktemp("original"))
    site.article(ARTICLE, "Text.")
    site.write("issues/2018-07.fr.md", ISSUE)
    built(site)
    return site


@pytest.fixture
def letter(original: Site, tmp_path: Path) -> Site:
    """Return a site with an issue in French whose email waits."""
    return original.copied(tmp_path)


def built(site: Site) -> None:
    """Build the site, and let time pass since its texts were written."""
    assert site.errors() == []
    long_ago = time.time() - 60
    for path in site.options.content.rglob("*"):
        os.utime(path, (long_ago, long_ago))


def told(site: Site) -> list[str]:
    """Return what a check reports besides missing translations, as `path:line: message`."""
    return [f"{os.path.relpath(problem.path, site.options.content.parent)}:{problem.line}: "
            f"{problem.level}: {problem.message}" for problem in check_site(site.options)
            if "there is no version" not in str(problem.message)]


def test_nothing_is_reported_of_a_good_email(letter: Site):
    """It was built from texts without a fault."""
    assert told(letter) == []


def test_a_page_that_is_no_longer_there_is_reported_at_the_email(letter: Site):
    """With the line of the link."""
    (letter.options.output / "fr" / "legal" / "index.html").unlink()

    [line] = told(letter)

    assert line.startswith("outbox/2018-07/fr/email.html:")
    assert line.endswith("error: the link “https://lettre.example/fr/legal/” leads nowhere")


def test_an_article_without_a_page_is_reported_at_its_line_of_the_issue(letter: Site):
    """There the editor takes it out."""
    (letter.options.output / "fr" / "articles" / "good" / "index.html").unlink()

    [line] = told(letter)

    assert line.startswith("content/issues/2018-07.fr.md:4: error: the article “good” "
                           "has no page on the built site")


def test_a_heavy_animation_is_reported_at_the_text_that_shows_it(site: Site):
    """It is found on the site; every other image is made small by the build itself."""
    site.article(ARTICLE, "Text.")
    frames = [photo(500, 400).rotate(turn) for turn in range(4)]
    (site.options.content / "images").mkdir()
    (site.options.content / "images" / "film.gif").write_bytes(
        saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    site.write("issues/2018-07.fr.md", f"{ISSUE}\n![Un film]({{static}}/images/film.gif)\n")
    built(site)

    [line] = told(site)

    assert line.startswith("content/issues/2018-07.fr.md:8: ")
    assert "warning: the image film-" in line and "kB, and more than 200 kB keep" in line
    site.write("issues/2018-07.fr.md", (site.options.content / "issues" / "2018-07.fr.md")
               .read_text().replace("articles:", "accept: email\narticles:"))
    built(site)
    assert [problem.accepted for problem in check_site(site.options)
            if "film-" in str(problem.message)] == [True]


def test_what_is_reported_of_the_text_is_not_reported_of_the_email(site: Site):
    """A long subject and a promise are the content’s matter, at its line."""
    site.article(ARTICLE, "Text.")
    site.write("issues/2018-07.fr.md",
               ISSUE.replace("Le droit", "é" * 60 + " ...").replace("Bonjour", "Ci-joint, la loi"))
    built(site)

    assert [line.partition(": the")[0].partition(": “")[0] for line in told(site)] == [
        "content/issues/2018-07.fr.md:2: warning", "content/issues/2018-07.fr.md:6: warning"]


@pytest.mark.parametrize("path", ["issues/2018-07.fr.md", f"articles/{ARTICLE}"])
def test_nothing_is_reported_of_an_email_that_is_older_than_its_texts(letter: Site, path: str):
    """The editor has corrected them, and has not built yet."""
    (letter.options.output / "fr" / "legal" / "index.html").unlink()
    later(letter.options.content / path)

    assert told(letter) == []


def test_a_build_that_changes_nothing_makes_the_email_as_new_as_its_texts(letter: Site):
    """A file that was only touched is not newer for ever."""
    (letter.options.content / "issues" / "2018-07.fr.md").touch()
    assert letter.build().changed == 0
    (letter.options.output / "fr" / "legal" / "index.html").unlink()

    assert len(told(letter)) == 1


def test_nothing_is_reported_of_an_email_that_was_sent(letter: Site):
    """It can no longer be corrected."""
    title, audience = "china-letter/2018-07/fr", letter.options.settings["NEWSLETTER"]["audience"]
    (letter.options.output / "fr" / "legal" / "index.html").unlink()

    written = Journal(letter.options.var, audience)
    written.record_order(title, "c", "", "d")
    assert len(told(letter)) == 1
    written.close_order(title, SENT)

    assert told(letter) == []


def test_nothing_is_reported_of_what_is_no_email_of_ours(letter: Site):
    """Neither of what somebody put there, nor where nothing was built."""
    strange = letter.options.outbox / "2018-07" / "de"
    strange.mkdir()
    (strange / "campaign.json").write_text("{")

    assert told(letter) == []
    assert told(letter.with_options(outbox=Path("none"))) == []
    assert told(letter.with_options(output=Path("none"))) == []


def test_a_damaged_email_is_reported_with_the_way_out(letter: Site):
    """A build writes it again."""
    file = letter.options.outbox / "2018-07" / "fr" / "email.txt"
    file.write_text(file.read_text() + "P.-S.")

    [line] = told(letter)

    assert line.startswith("outbox/2018-07/fr:0: warning: this email is damaged")
    assert "run “./inv build”" in line


def test_what_keeps_an_email_here_is_known_before_it_is_pushed(letter: Site):
    """The same rules, for the commands of the newsletter."""
    campaign = outbox.read(letter.options.outbox, "2018-07", "fr")
    assert list(findings(letter.options, campaign)) == []

    (letter.options.output / "fr" / "legal" / "index.html").unlink()
    nothing = letter.with_options(output=letter.options.output.parent / "none")

    assert [found.level for found in findings(letter.options, campaign)] == ["error"]
    [found] = findings(nothing.options, campaign)
    assert found.level == "error" and "there is no built site in" in str(found.message)


def test_what_is_wrong_in_an_email_is_told_where_it_was_written(site: Site):
    """In the article that it shows whole, or in the issue; by the check and before a push alike."""
    site.article(ARTICLE, "Voir la **pièce\njointe** : un plan.\n\nBonjour {{ prénom }} et %NOM%.")
    site.write("issues/2018-07.fr.md", ISSUE.replace("articles:", "show: full\narticles:")
               + "\nL'usage de {{ nom }}, ci-joint.\n")
    built(site)

    found = told(site)

    assert [line.partition("”")[0] for line in found] == [
        f"content/articles/{ARTICLE}:6: warning: “Voir la pièce jointe",
        f"content/articles/{ARTICLE}:9: error: “{{{{ prénom }}}}",
        f"content/articles/{ARTICLE}:9: warning: “%NOM%",
        "content/issues/2018-07.fr.md:9: warning: “ci-joint",
        "content/issues/2018-07.fr.md:9: error: “{{ nom }}"]
    campaign = outbox.read(site.options.outbox, "2018-07", "fr")
    before = [(each.level, Path(each.place).name) for each in findings(site.options, campaign)]
    assert ("error", "2018-07.fr.md:9") in before and ("warning", f"{ARTICLE}:6") in before


def later(path: Path) -> None:
    """Let a file be younger than the build, whatever the clock of the machine does."""
    moment = time.time() + 60
    os.utime(path, (moment, moment))
