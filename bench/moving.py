"""Measure how long an export takes to move in: `.venv/bin/python -m bench.moving --posts 2000`."""

import argparse
import resource
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.core.project import read_options
from plugins.importer.plan.moving import Request, move_in
from tests.support.wordpress import HEAD, HOME, TAIL, pair
from tests.support.wordpress_site import GUTENBERG
from tests.support.wordpress_site import HEAD as TERMS

PROJECT = Path(__file__).parents[1]
PARAGRAPH = ("<!-- wp:paragraph -->\n<p>" + "La loi du 15 mars 2019, à l’article 3, dit « ce qu’il "
             "en est » ; lisez-la. " * 6 + "</p>\n<!-- /wp:paragraph -->\n\n")


def write(path: Path, posts: int, paragraphs: int) -> None:
    """Write an export of so many posts, in pairs of French and English."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD.format(home=HOME) + TERMS)
        for number in range(1000, 1000 + posts):
            day = f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02} 08:00:00"
            is_french = number % 2 == 0
            file.write(pair(
                number, "fr" if is_french else "en", f"Texte {number}",
                GUTENBERG + PARAGRAPH * paragraphs, other=number + (1 if is_french else -1),
                slug=f"texte-{number}", terms=[("category", "breves", "Brèves")], day=day,
                utc=day).xml())
        file.write(TAIL)


def main() -> None:
    """Import twice, and print seconds and the memory of the largest process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--paragraphs", type=int, default=6)
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(PROJECT / "content", folder / "content")
        options = read_options(str(PROJECT / "pelicanconf.py"), *(
            str(folder / each) for each in ("content", "output", "outbox", "var")))
        write(folder / "export.xml", asked.posts, asked.paragraphs)
        print(f"{(folder / 'export.xml').stat().st_size / 1e6:.0f} MB")
        for turn in ("first", "again"):
            begun = time.monotonic()
            move_in(options, Request((folder / "export.xml",)), lambda step: None)
            memory = max(resource.getrusage(who).ru_maxrss
                         for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
            print(f"{turn}: {time.monotonic() - begun:.0f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
