"""`./inv glossary` lists the terms, and proposes the pinyin that is missing."""

import pytest

from plugins.core.toml import read_toml
from tests.conftest import PROJECT, Site
from tests.support.commands import Finished, run_command

TERMS = """\
# Ours; “#” and é stay.\r
[company]\r
  chinese = "公司"   # two signs\r
name.fr = "société"\r
name.en = "company"\r
definition.fr = "Une société."\r
definition.en = "A company."\r
\r
[bank]
name = { fr = "banque", en = "bank" }
definition = { fr = "Une banque.", en = "A bank." }
chinese = "银行\""""


def glossary(site: Site, *words: str) -> Finished:
    """Run the command on a site."""
    options = site.options
    return run_command("glossary", *words, "--conf", str(PROJECT / "pelicanconf.py"), "--content",
                       str(options.content), "--var", str(options.cache.parent), "--messages", "en",
                       environment={"LANG": "en_GB.UTF-8"})


def test_pinyin_is_proposed_as_a_comment_below_the_chinese(site: Site):
    """The rest of the file stays byte for byte, and nothing is proposed twice."""
    path = site.options.content / "glossary.toml"
    path.write_bytes(TERMS.encode())

    told = glossary(site, "--propose").stdout
    glossary(site, "--propose")

    written = path.read_bytes().decode()
    first, second = '  # pinyin = "gōng sī"\r\n', '\n# pinyin = "yín háng"\n'
    assert written == TERMS.replace("signs\r\n", f"signs\r\n{first}") + second
    assert "glossary.toml:4: \"gōng sī\" – join what is one word" in told
    assert "Proposed: 2; waiting to be confirmed: 2." in told
    assert read_toml(path).keys() == {"company", "bank"}


def test_the_terms_are_listed_with_the_number_of_their_articles(site: Site):
    """One without pinyin is told."""
    site.write("glossary.toml", TERMS)
    site.article("2018-07-03-a.fr.md", "Une société, deux sociétés.")

    told = glossary(site).stdout

    assert [line.split() for line in told.splitlines()[:2]] == [
        ["banque", "银行", "–", "fr", "0", "en", "0"],
        ["société", "公司", "–", "fr", "1", "en", "0"]]
    assert "Terms without pinyin: 2;" in told


@pytest.mark.parametrize("given", [(), ("--propose",)])
def test_without_a_term_the_first_one_is_shown_how(site: Site, given: tuple[str, ...]):
    """There may be no file."""
    finished = glossary(site, *given)

    assert finished.returncode == 1
    assert "glossary.toml: there is no term yet; write “[a-term]”" in finished.stderr
