"""Compiled templates are kept, and never outlive what they were made of."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.core.jinja import CompiledTemplates


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """Return a template of a theme."""
    path = tmp_path / "templates" / "page.html"
    path.parent.mkdir()
    path.write_text("{{ word }}")
    return path


def drawn(template: Path, options: object = "") -> str:
    """Return what a new environment draws, as the next build has one."""
    env = Environment(loader=FileSystemLoader(template.parent), bytecode_cache=CompiledTemplates(
        template.parent.parent / "cache", options))
    return env.get_template(template.name).render(word="text")


def kept(template: Path) -> list[Path]:
    """Return the files of the store."""
    return [path for path in (template.parent.parent / "cache").rglob("*") if path.is_file()]


def test_a_template_is_compiled_once(template: Path):
    """The next build finds it."""
    assert drawn(template) == "text"
    [file] = kept(template)
    made = file.stat().st_mtime_ns

    assert drawn(template) == "text"
    assert [path.stat().st_mtime_ns for path in kept(template)] == [made]


def test_a_template_that_has_changed_is_compiled_again(template: Path):
    """In the place of the old one."""
    drawn(template)
    template.write_text("new {{ word }}")

    assert drawn(template) == "new text"
    assert len(kept(template)) == 1


def test_other_options_make_another_code(template: Path):
    """Nothing of it says with which it was compiled."""
    drawn(template)
    drawn(template, {"trim_blocks": True})

    assert len(kept(template)) == 2


def test_a_damaged_file_costs_time_only(template: Path):
    """As every entry of a store."""
    drawn(template)
    kept(template)[0].write_bytes(b"half")

    assert drawn(template) == "text"
