"""`./inv firm` makes the letter a firm's own: all of it at the end, or nothing."""

import io
import shutil
import tomllib
from inspect import unwrap
from pathlib import Path

import pytest

from plugins.commands.firm import QUESTIONS, firm
from plugins.commands.terminal import Terminal
from plugins.content.sample import sample_texts, sample_values
from plugins.core.i18n import load
from plugins.core.messages import Failure
from plugins.core.project import read_options
from tests.conftest import PROJECT

ANSWERS = [
    "La Lettre du Rhône", "Le droit suisse des affaires, lu de Lyon", "rhone", "https://rhone.fr",
    "Rhône Droit", "SELAS d’avocats", "12, quai Sarrail; 69006 Lyon", "RCS Lyon 123 456 789",
    "Barreau de Lyon", "Fontaine", "Claire Fontaine, présidente", "+33 4 72 00 11 22",
    "bonjour@rhone", "bonjour@rhone.fr", "OVH SAS; 59100 Roubaix; +33 9 72 10 10 07"]
"""Three of them are refused first: no address, no person, no address of mail."""


class Typed(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        """Be a terminal."""
        return True


def asked(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Path:
    """Let a person answer for a new clone; return its content folder."""
    content = folder / "content"
    if not content.exists():
        shutil.copytree(PROJECT / "content", content)
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in lines)))
    terminal = Terminal(load(PROJECT / "theme" / "locale", "en"), "en")
    options = read_options(str(PROJECT / "pelicanconf.py"), str(content), str(folder / "output"),
                           str(folder / "outbox"), str(folder / "var"))
    assert unwrap(firm)(terminal, options) == 0
    return content


def test_twelve_answers_leave_nothing_of_the_sample(tmp_path: Path, monkeypatch, capsys):
    """Comments are kept; what was never asked for and was the sample's is gone."""
    content = asked(tmp_path, monkeypatch, *ANSWERS, "yes")
    text = (content / "firm.toml").read_text("utf-8")
    tables = tomllib.loads(text)

    assert len(QUESTIONS) == 12
    said = capsys.readouterr().out
    assert "“rhone” cannot be that; try again." in said
    assert "What the sample said of its own firm is gone: capital, country, vat, insurance" in said
    left = sample_values(content, {"SITEURL": "https://rhone.fr"})
    # What somebody must read first, and date.
    assert {Path(each.path).name.partition(".")[0] for each in left} == {"accessibility", "privacy"}
    assert "# Where the site is, and whose clock" in text
    assert tables["firm"]["address"] == ["12, quai Sarrail", "69006 Lyon"]
    assert tables["publication"]["name"] == dict.fromkeys(("fr", "en"), "La Lettre du Rhône")
    assert tables["newsletter"]["name"] == "la-lettre-du-rhone"
    assert not {"insurance", "vat", "capital"} & tables["firm"].keys()
    assert sample_texts(content) == []
    assert not (content / "laws.toml").exists()  # nor are their dates on the firm's home page
    assert (content / "pages" / "privacy.fr.md").is_file()


def test_who_answers_again_keeps_what_stands_with_enter(tmp_path: Path, monkeypatch):
    """And the sample's texts, if nobody says yes."""
    content = asked(tmp_path, monkeypatch, *ANSWERS, "")
    first = tomllib.loads((content / "firm.toml").read_text("utf-8"))
    asked(tmp_path, monkeypatch, *[""] * 13)

    assert tomllib.loads((content / "firm.toml").read_text("utf-8")) == first
    assert len(sample_texts(content)) > 10


def test_who_answers_again_loses_nothing_of_their_own(tmp_path: Path, monkeypatch, capsys):
    """What nobody is asked for was the sample’s the first time only."""
    content = asked(tmp_path, monkeypatch, *ANSWERS, "yes")
    file = content / "firm.toml"
    file.write_text(file.read_text("utf-8").replace("[firm]\n", '[firm]\ncapital = "5 000 €"\n'),
                    "utf-8")
    (content / "laws.toml").write_text("# the firm's own", "utf-8")
    asked(tmp_path, monkeypatch, *[""] * 12)

    assert (content / "laws.toml").is_file()
    assert tomllib.loads(file.read_text("utf-8"))["firm"]["capital"] == "5 000 €"


def test_what_is_the_samples_is_no_answer(tmp_path: Path, monkeypatch, capsys):
    """Also once the firm has written its name; an address may end as browsers end it."""
    content = asked(tmp_path, monkeypatch, *ANSWERS, "")
    text = (content / "firm.toml").read_text("utf-8")
    (content / "firm.toml").write_text(text.replace("https://rhone.fr", "https://lettre.example"),
                                       encoding="utf-8")
    asked(tmp_path, monkeypatch, "", "", "", "https://rhone.example", "https://rhone.fr/",
          *[""] * 10)
    said = capsys.readouterr().out
    assert "An answer is needed here." in said
    assert "“https://rhone.example” is the sample’s, or reserved for examples" in said

    assert tomllib.loads((content / "firm.toml").read_text("utf-8")) == tomllib.loads(text)


def test_who_stops_half_way_changes_nothing(tmp_path: Path, monkeypatch):
    """Ctrl-D like Ctrl-C."""
    with pytest.raises(KeyboardInterrupt):
        asked(tmp_path, monkeypatch, *ANSWERS[:8])

    for path in (PROJECT / "content").rglob("*.*"):
        copy = tmp_path / "content" / path.relative_to(PROJECT / "content")
        assert copy.read_bytes() == path.read_bytes()


def test_where_nobody_can_answer_it_says_what_to_do(tmp_path: Path, monkeypatch):
    """In a script, or a container."""
    monkeypatch.setattr(Typed, "isatty", lambda self: False)

    with pytest.raises(Failure, match="write the firm’s own values in"):
        asked(tmp_path, monkeypatch)
