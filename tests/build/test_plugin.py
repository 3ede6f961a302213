"""Pelican, run alone, keeps the promises of a build."""

import os
import subprocess
import sys

from tests.conftest import PROJECT, Site


def pelican(site: Site) -> subprocess.CompletedProcess[str]:
    """Run Pelican alone on the content of a site."""
    return subprocess.run(
        [sys.executable, "-m", "pelican", str(site.options.content), "-o",
         str(site.options.output), "-s", str(PROJECT / "pelicanconf.py")],
        cwd=PROJECT, text=True, capture_output=True, check=False, env={**os.environ, "LANG": "C"})


def test_the_check_of_a_build_comes_first(site: Site):
    """What is wrong between the texts, in a form or on a page that is missing, stops it."""
    site.article("2018-07-03-a.fr.md", "Texte.")
    site.article("2018-07-04-a.fr.md", "Texte.")
    for page in ("legal.fr.md", "thanks-contact.fr.md"):
        (site.options.content / "pages" / page).unlink()
    site.write("issues/2018-07.fr.md", "date: 2018-07-05\nsubject: S\npreview: P\narticles: b\n")

    result = pelican(site)

    assert result.returncode == 1
    assert not list(site.options.output.rglob("*.html"))
    for sentence in (
            "2018-07-04-a.fr.md: 2018-07-03-a.fr.md a la même clé «\u00a0a\u00a0»",
            "contact.toml: le formulaire a besoin de la page "
            "«\u00a0pages/thanks-contact.fr.md\u00a0»",
            "pages/legal.fr.md: les pages et les courriels mènent à cette page",
            "2018-07.fr.md:4: "):
        assert result.stderr.count(sentence) == 1, result.stderr


def test_warnings_stop_nothing(site: Site):
    """As in a build; and the next build may replace what is written."""
    site.article("2018-07-03-a.fr.md", "Deux  espaces.")

    assert pelican(site).returncode == 0
    assert "espaces" in site.page("fr/articles/a").main.text
    assert not site.build().failed
