"""What the benchmark says of what it has measured."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.builders import BUILDERS
from bench.chart import draw
from bench.content import PROJECT, articles
from bench.processes import Figures
from bench.speed import median, table

TITLES = {"hugo": "Hugo", "ours": "this project"}
RESULTS = {"cold build": {"hugo": [Figures(2, 3, 4e6)],
                          "ours": [Figures(7, 1, 9e6), Figures(5, 2, 8e6), Figures(9, 3, 7e6)]},
           "check again": {"ours": [Figures(0.5, 0.4, 1e6)]}}


def test_a_row_gives_medians_and_their_ratio_to_hugo():
    """What only this project does has no ratio, and no figures in the others' columns."""
    rows = list(table(TITLES, RESULTS, 50, 3))[3:5]
    assert rows == ["| cold build | **2.00** (3.0), 4 MB | **7.00** (2.0) × 3.5, 8 MB |",
                    "| check again | – | **0.50** (0.4), 1 MB |"]


def test_the_chart_names_every_bar_and_both_languages():
    """It is an image in two pages, and has no other words beside it."""
    seconds = {case: {name: median(figures).wall for name, figures in measured.items()}
               for case, measured in RESULTS.items()}
    said = "".join(ElementTree.fromstring(draw(TITLES, seconds, "50 & 3")).itertext())
    for words in ("cold build · premier build", "Hugo", "this project", "7.00 s", "50 & 3"):
        assert words in said
    assert "check" not in said


def test_what_a_program_leaves_behind_is_counted(tmp_path: Path):
    """The server of processes that builds an edition outlives the command that started it."""
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    program = f"""from pathlib import Path; from bench.processes import measure
print(measure(["sh", "-c", "{sys.executable} -c '{busy}' & exit 0"], Path({str(tmp_path)!r})).cpu)
""".replace("\nwhile", "\\nwhile")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                          cwd=PROJECT, check=True)
    assert float(done.stdout) >= 0.3


@pytest.mark.parametrize("name", BUILDERS)
def test_each_program_is_given_the_same_words(name: str, tmp_path: Path):
    """Only links and the lines on top are written as each wants them."""
    builder = BUILDERS[name](tmp_path)
    for article in articles(3):
        source = builder.source(article)
        assert article.title in source and article.summary in source
        assert all(f"- {fact}\n" in source for fact in article.facts)
        assert "article:" not in source and "## " in source
