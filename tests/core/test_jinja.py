"""Compiled templates are kept, and never outlive what they were made of."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from plugins.core import jinja
from plugins.core.jinja import STRICT, CompiledTemplates, new_environment


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a template of a theme; what is made of it is kept in a folder beside it."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    path = tmp_path / "templates" / "page.html"
    path.parent.mkdir()
    path.write_text("{{ word }}")
    return path


def environment(template: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """Return a new environment, as the next process has one."""
    monkeypatch.setattr(jinja, "COMPILED", CompiledTemplates())
    return new_environment(template.parent)


def drawn(template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what the next process draws."""
    return environment(template, monkeypatch).get_template(template.name).render(word="text")


def kept(template: Path) -> list[Path]:
    """Return the files that are kept."""
    folder = template.parent.parent / "compiled" / "made" / "templates"
    return [path for path in folder.iterdir() if path.is_file()]


def test_a_template_is_compiled_once(template: Path, monkeypatch: pytest.MonkeyPatch):
    """The next process finds it."""
    assert drawn(template, monkeypatch) == "text"
    [file] = kept(template)
    made = file.stat().st_mtime_ns

    assert drawn(template, monkeypatch) == "text"
    assert [path.stat().st_mtime_ns for path in kept(template)] == [made]


def test_a_template_that_has_changed_is_compiled_again(template: Path,
                                                       monkeypatch: pytest.MonkeyPatch):
    """The old one may come back, as with a branch."""
    drawn(template, monkeypatch)
    template.write_text("new {{ word }}")

    assert drawn(template, monkeypatch) == "new text"
    assert len(kept(template)) == 2


def test_the_same_template_elsewhere_is_not_compiled_again(template: Path,
                                                           monkeypatch: pytest.MonkeyPatch):
    """Yet what goes wrong in it is told of its own file."""
    drawn(template, monkeypatch)
    other = template.parent.with_name("other") / template.name
    other.parent.mkdir()
    other.write_text(template.read_text())

    env = environment(other, monkeypatch)

    with pytest.raises(Exception, match="'word' is undefined") as told:
        env.get_template(other.name).render()
    assert other in [entry.path for entry in told.traceback]
    assert len(kept(template)) == 1


def test_other_options_make_another_code(template: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing of it says with which it was compiled."""
    drawn(template, monkeypatch)
    monkeypatch.setitem(STRICT.keywords, "trim_blocks", False)
    drawn(template, monkeypatch)

    assert len(kept(template)) == 2


def test_a_damaged_file_costs_time_only(template: Path, monkeypatch: pytest.MonkeyPatch):
    """As every entry of a store."""
    drawn(template, monkeypatch)
    kept(template)[0].write_bytes(b"half")

    assert drawn(template, monkeypatch) == "text"


def test_a_value_of_one_template_is_no_value_of_another(template: Path,
                                                        monkeypatch: pytest.MonkeyPatch):
    """Those of the environment are every template's."""
    env = environment(template, monkeypatch)
    env.globals["word"] = "all"
    (template.parent / "own.html").write_text("{{ word }}")

    assert env.get_template("own.html", globals={"word": "own"}).render() == "own"
    assert env.get_template(template.name).render() == "all"
