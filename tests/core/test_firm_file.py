"""What a firm writes in `firm.toml` is its settings and its words."""

from pathlib import Path

import pytest

from plugins.core.firm_file import firm_settings, firm_words
from plugins.core.messages import ContentError

FILE = '''
[publication]
name.fr = "La Lettre"
name.en = "The Letter"
[firm]
name = "Cabinet Durand"
email = "a@durand.example"
[site]
address = "https://durand.example"
[newsletter]
name = "durand"
from.fr = "fr@durand.example"
from.en = ["Durand", "en@durand.example"]
'''


def settings(folder: Path, text: str, *languages: str) -> dict:
    """Return the settings of a firm."""
    (folder / "firm.toml").write_text(text, encoding="utf-8")
    return dict(firm_settings(folder, languages))


def test_a_letter_is_sent_by_the_publication_s_own_name(tmp_path: Path):
    """It is written once; a firm may still give another."""
    found = settings(tmp_path, FILE, "fr", "en")

    assert found["SITEURL"] == "https://durand.example"
    assert found["NEWSLETTER"] == {"folder": "La Lettre", "name": "durand", "from": {
        "fr": ("La Lettre", "fr@durand.example"), "en": ["Durand", "en@durand.example"]}}


def test_what_a_firm_has_not_written_is_left_to_the_settings_file(tmp_path: Path):
    """A folder of an earlier version keeps its lines there."""
    assert settings(tmp_path, "[firm]\nname = 'x'\n") == {}


def test_a_firm_with_other_editions_declares_them(tmp_path: Path):
    """The first is that of subscribers without a choice."""
    found = settings(tmp_path, '[languages]\nde.name = "Deutsch"\nfr.name = "Français"\n')

    assert found == {"LANGUAGES": {"de": {"name": "Deutsch"}, "fr": {"name": "Français"}},
                     "DEFAULT_LANG": "de"}


@pytest.mark.parametrize("text, told", [
    ("[site]\nadress = 'https://a.example'", "firm.toml:2: the table “site” knows no “adress”"),
    ("[site]\n\naddress = 3", "firm.toml:3: “site.address” must be a text"),
    ("newsletter = 3", "“newsletter” must be a table; write “[newsletter]” on a line"),
    ("[languages]\nfr = 'x'", "firm.toml:2: “[languages]” has a table for each language"),
    ("[languages.fr]\npaths = {}", "as in fr.name = \"Français\""),
    ("[languages.fr]\nname = 'F'\npaths = 'x'", "“paths” in it is a table of texts"),
    ("[languages]", "firm.toml:1: “[languages]” has a table"),
    ("[site", "firm.toml:1: this is not TOML"),
])
def test_a_value_of_the_wrong_kind_is_told_with_its_line(tmp_path: Path, text: str, told: str):
    """Before anything is made with it."""
    with pytest.raises(ContentError) as refused:
        settings(tmp_path, text)

    assert told in str(refused.value)


def test_wordings_name_the_firm_in_their_language(tmp_path: Path):
    """What the file does not say is not put in."""
    (tmp_path / "firm.toml").write_text(FILE, encoding="utf-8")

    assert firm_words(tmp_path, "en") == {
        "firm": "Cabinet Durand", "email": "a@durand.example", "publication": "The Letter"}
    assert firm_words(tmp_path / "nowhere", "en") == {}
