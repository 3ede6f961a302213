"""The pages of a built site, as the checks of this folder read them."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from plugins.build.build import build
from plugins.core.project import Options, read_options
from tests.conftest import PROJECT

TEXT = re.compile('"(?:NewsArticle|PublicationIssue)"')
"""What a page of a text says of itself in its JSON-LD."""


@dataclass(frozen=True)
class WebPage:
    """A page as a visitor gets it: its path (`/fr/contact/`) and its HTML."""

    path: str
    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @property
    def lang(self) -> str:
        return str(self.soup.html["lang"])

    @property
    def moved(self) -> bool:
        """Whether it only sends on from an old address."""
        return '<meta http-equiv="refresh"' in self.html

    @property
    def indexed(self) -> bool:
        """Whether search engines may list it."""
        robots = self.meta("robots")
        return not (robots and "noindex" in robots)

    def meta(self, name: str) -> str | None:
        """Return the content of a `meta` by its name or property."""
        tag = (self.soup.find("meta", attrs={"name": name})
               or self.soup.find("meta", attrs={"property": name}))
        return str(tag["content"]) if tag else None

    def linked(self, relation: str) -> list[Tag]:
        """Return the head's links of a relation."""
        return [link for link in self.soup.find_all("link") if relation in link["rel"]]


@dataclass(frozen=True)
class Published:
    """A site that was built as for production; what another one has too is looked at there."""

    options: Options
    beside: "Published | None" = None

    @property
    def root(self) -> Path:
        return self.options.output

    @property
    def url(self) -> str:
        return str(self.options.settings["SITEURL"])

    @cached_property
    def all_pages(self) -> list[WebPage]:
        return [WebPage(self._path(file), file.read_text("utf-8"))
                for file in sorted(self.root.rglob("*.html"))]

    @cached_property
    def pages(self) -> list[WebPage]:
        """What a visitor reads: all but the pages that send on from an old address."""
        return [page for page in self.all_pages if not page.moved]

    @property
    def own_pages(self) -> list[WebPage]:
        """What the edition shows by itself: all but what a failing server answers with."""
        return [page for page in self.pages if not page.path.endswith("/error.html")]

    @property
    def indexed(self) -> list[WebPage]:
        return [page for page in self.pages if page.indexed]

    @property
    def articles(self) -> list[WebPage]:
        return [page for page in self.pages if "/articles/" in page.path]

    @property
    def visited(self) -> list[WebPage]:
        """What a browser looks at: lists of topics differ in words alone, one of each will do."""
        chosen = {self._path(file) for file in one_of_each_list(self.judged(".html"), self.root)}
        return [page for page in self.pages if page.path in chosen]

    def judged(self, *suffixes: str) -> list[Path]:
        """Return the files of some kinds that are worth the time of a slow checker.

        All of a site that stands alone; else what is not in the other one.
        """
        files = [file for file in sorted(self.root.rglob("*")) if file.suffix in suffixes]
        if self.beside is None:
            return files
        known = {file.read_bytes() for file in self.beside.judged(*suffixes)}
        return one_of_each_list([file for file in files if file.read_bytes() not in known],
                                self.root)

    def page(self, path: str) -> WebPage:
        """Return the page of a path."""
        return next(page for page in self.all_pages if page.path == path)

    def address_of(self, key: str, lang: str) -> str:
        """Return the path of a page of the content by its key (`legal`, `privacy`, …)."""
        source = self.options.content / "pages" / f"{key}.{lang}.md"
        header = source.read_text("utf-8").partition("\n\n")[0]
        slugs = [line.partition(":")[2].strip() for line in header.splitlines()
                 if line.startswith("slug:")]
        return f"/{lang}/{(slugs or [key])[0]}/"

    def text(self, path: str) -> str:
        """Return a file of the site that every site must have."""
        file = self.root / path
        assert file.is_file(), f"the site has no {path}"
        return file.read_text("utf-8")

    def _path(self, file: Path) -> str:
        return "/" + str(file.relative_to(self.root)).removesuffix("index.html")


def publish(content: Path, folder: Path, beside: Published | None = None) -> Published:
    """Build content with the settings of production, unless that folder has been built already."""
    options = read_options(str(PROJECT / "publishconf.py"), str(content),
                           *(str(folder / name) for name in ("output", "outbox", "var")))
    if not options.output.exists():
        built = build(options, lambda message: None)
        assert not built.failed, "\n".join(
            f"{problem.path}:{problem.line}: {problem.message}" for problem in built.problems)
    return Published(options, beside)


def one_of_each_list(files: list[Path], root: Path) -> list[Path]:
    """Leave out what differs in a word from a file that stays: a hundred lists tell nothing more.

    A list is a level deeper (`fr/tags/trade/`) than what an edition has once.
    """
    folders = {file: file.parent.parent if len(file.relative_to(root).parts) > 3
               and not TEXT.search(file.read_text("utf-8")) else file for file in files}
    return list({folder: file for file, folder in folders.items()}.values())


def where(tag: Tag) -> str:
    """Return a selector by which one finds an element again."""
    names = []
    for element in [tag, *tag.parents]:
        if element.name in ("[document]", "html", "body"):
            break
        mark = f"#{element['id']}" if element.get("id") else "".join(
            f".{name}" for name in element.get("class", [])[:1])
        names.append(element.name + mark)
    return " > ".join(reversed(names[:4]))
