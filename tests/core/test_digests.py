"""A digest tells whether files are what they were."""

from pathlib import Path

from plugins.core.files import digest_of


def test_a_digest_changes_with_names_contents_and_values(tmp_path: Path):
    """Where one file ends and the next begins counts, too."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    before = digest_of([one, two], "1.0")
    others = [digest_of([one], "1.0"), digest_of([one, two], "1.1"), digest_of([two], "1.0")]
    two.write_text("c")

    assert before not in [*others, digest_of([one, two], "1.0")]


def test_the_order_of_files_does_not_count(tmp_path: Path):
    """A folder may be listed in any; what is no file is passed over."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")

    assert digest_of([one, two]) == digest_of([two, tmp_path, one, one])
