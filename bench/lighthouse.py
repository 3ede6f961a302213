"""Judge typical pages with Lighthouse: `.venv/bin/python -m bench.lighthouse output`.

Prints the four scores of each page, of 100, and its figures, as on a phone. The folder holds a
production build; the npm tools of `tests/tools` must be installed, and the machine be quiet.
"""

import sys
from pathlib import Path

from tests.battery.tools import node
from tests.battery.web_server import serving


def main() -> None:
    """Judge home, archives, first article and contact page of each edition."""
    root = Path(sys.argv[1])
    with serving(root) as url:
        for page in node("lighthouse.mjs", given=[url + path for path in typical(root)]):
            print(page["page"].removeprefix(url), *page["scores"].values(), page["figures"])


def typical(root: Path) -> list[str]:
    """Return the addresses of pages of each kind that a built site has in every edition."""
    homes = sorted(feed.parent for feed in root.glob("*/feed.xml"))
    found = list(homes)
    for home in homes:
        found += [home / "archives", *sorted((home / "articles").iterdir())[:1], home / "contact"]
    return [f"/{path.relative_to(root).as_posix()}/" for path in found]


if __name__ == "__main__":
    main()
