"""What was written is known again; what an editor has made of it is theirs."""

import pytest

from plugins.importer.write import Folder, begin, decide, put, remembered


@pytest.fixture
def folder(tmp_path):
    """Return a content folder, and where an import works."""
    (tmp_path / "content").mkdir()
    return Folder(tmp_path / "content", tmp_path / "var/imports")


def write(folder, made, there=None):
    """Stage a file, perhaps with another one in its place; return its decision, and put it."""
    memory = begin(folder)
    (folder.staged / "a.md").write_text(made)
    if there is not None:
        (folder.content / "a.md").write_text(there)
    [decision] = decisions = list(decide(folder, ["a.md"], memory))
    put(folder, [each.file for each in decisions if each.fate in ("new", "changed")], [],
        remembered(decisions, memory, {}, ()))
    return decision


def test_a_file_is_new_then_the_same_then_changed(folder):
    """Each time as the export has it."""
    assert [write(folder, text).fate for text in ("a\n", "a\n", "b\n")] == [
        "new", "same", "changed"]
    assert (folder.content / "a.md").read_text() == "b\n"


@pytest.mark.parametrize("made, fate", [("a\n", "edited"), ("b\n", "both")])
def test_an_edit_stays_whether_the_export_has_changed_or_not(folder, made, fate):
    """If it has, both are shown."""
    write(folder, "a\n")
    decision = write(folder, made, there="mine\n")
    assert decision.fate == fate
    assert (folder.content / "a.md").read_text() == "mine\n"
    assert (decision.difference[-2:] == ("-mine", "+b")) == (fate == "both")


def test_an_edit_is_told_each_time(folder):
    """It is no less an editor’s for having been told."""
    write(folder, "a\n")
    assert [write(folder, "b\n", there="mine\n").fate for _ in range(3)] == ["both"] * 3


def test_what_an_editor_has_deleted_is_not_written_again(folder):
    """It was meant."""
    write(folder, "a\n")
    (folder.content / "a.md").unlink()
    assert [write(folder, text).fate for text in ("a\n", "b\n")] == ["deleted", "deleted"]
    assert not (folder.content / "a.md").exists()


@pytest.mark.parametrize("there, fate", [("a\n", "same"), ("mine\n", "both")])
def test_without_a_memory_what_is_equal_is_ours(folder, there, fate):
    """And everything else is not."""
    assert write(folder, "a\n", there=there).fate == fate


@pytest.mark.parametrize("memory", ["", "[]", "{", '{"written": {"a.md": 3}}', '{"written": []}'])
def test_a_damaged_memory_is_none(folder, memory):
    """Nothing is overwritten for it."""
    folder.var.mkdir(parents=True)
    folder.memory.write_text(memory)
    assert write(folder, "a\n", there="mine\n").fate == "both"


def test_nothing_stays_of_what_was_staged(folder):
    """Neither after an import, nor of one that was stopped."""
    begin(folder)
    (folder.staged / "b.md").write_text("left over")
    write(folder, "a\n")
    assert not folder.staged.exists()
    assert not (folder.content / "b.md").exists()
