"""The texts of the benchmark are like ours, and the same on every machine."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.builders import Ours
from bench.content import LANGUAGES, PROJECT, articles, law_key, pair, write_content
from plugins.check.run import check_site
from plugins.core.project import read_options
from plugins.register.laws import load_laws


@pytest.mark.thorough
def test_the_check_has_nothing_to_say_of_generated_texts(tmp_path: Path):
    """What is measured is the work on right texts, an issue among them."""
    write_content(tmp_path / "content", articles(91), 20)
    assert len(list((tmp_path / "content" / "articles").iterdir())) == 182
    assert len(list((tmp_path / "content" / "issues").iterdir())) == 2
    assert check_site(replace(read_options(), content=tmp_path / "content",
                              var=tmp_path / "var")) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_makes_the_same_texts(seed: int):
    """Figures of two days or machines are of the same work."""
    program = f"from bench.content import pair; print([pair(n, {seed}) for n in range(3)])"
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                               cwd=PROJECT, env={"PYTHONHASHSEED": "7"}, check=True)
    assert elsewhere.stdout.strip() == str([pair(number, seed) for number in range(3)])
    assert pair(2, seed) != pair(2, seed + 1)


def test_a_larger_site_begins_like_a_smaller_one():
    """An article depends on its number only, so a site grows as one does in years."""
    assert articles(5)[:6] == articles(3)


def test_a_text_has_about_eight_hundred_words():
    """So have the articles that the figures are to speak of."""
    texts = [article.body for number in range(1, 30) for article in pair(number)]
    assert 700 < sum(len(text.split()) for text in texts) / len(texts) < 900


def test_a_law_is_edited_where_it_stands(tmp_path: Path):
    """Only its own note has the new word, and the register reads the file as before."""
    builder = Ours(tmp_path, laws=9)
    write_content(builder.folder / "content", articles(3), 9)
    before = load_laws(builder.folder / "content/laws.toml", LANGUAGES)
    builder.write_law(7, "repère")
    after = load_laws(builder.folder / "content/laws.toml", LANGUAGES)
    assert [key for key in before if before[key] != after[key]] == [law_key(7)]
    assert "repère" in after[law_key(7)].note["fr"]
