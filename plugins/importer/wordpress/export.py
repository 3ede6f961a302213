"""Read the files of an export (WXR 1.0 to 1.2) into plain values, one item at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from plugins.core.messages import Problem, say
from plugins.core.plain_text import number_of
from plugins.importer.wordpress.pieces import Breaks, Leaf, Piece, cut, leaves

MOST_META = 60_000
"""Characters of one value that is kept of what plugins remember of an item; forms have less."""

UNNEEDED = ("_elementor_data", "_elementor_css", "_oembed", "_edit_l", "_wp_attachment_metadata",
            "_wpb_", "_encloseme", "_pingme")
"""What begins the names of what only the plugins themselves can read."""


TermKey = tuple[str, str]
"""Taxonomy and slug."""


@dataclass(frozen=True)
class TermRef:
    """A term as an item names it."""

    taxonomy: str
    slug: str
    name: str

    @property
    def key(self) -> TermKey:
        """By what the declared term is found."""
        return self.taxonomy, self.slug


@dataclass(frozen=True)
class Term(TermRef):
    """A declared term; `parent` is the slug of the one above it."""

    number: int = 0
    parent: str = ""
    description: str = ""


@dataclass(frozen=True)
class Author:
    """Who writes, by the name of the account."""

    login: str
    name: str
    email: str
    first: str
    last: str
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Item:
    """A post, page, picture, form, line of a menu and so on, without its text; `kind` is its
    `post_type`, and times are in UTC.

    Of two with one number, the second has a negative one of its own.
    """

    file: str
    line: int
    number: int
    kind: str
    status: str = ""
    title: str = ""
    slug: str = ""
    link: str = ""
    author: str = ""
    written: datetime | None = None
    modified: datetime | None = None
    parent: int = 0
    order: int = 0
    password: bool = False
    sticky: bool = False
    terms: tuple[TermRef, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comments: int = 0
    attachment: str = ""
    excerpt: str = ""

    def first(self, name: str) -> str:
        """Return the first value of what a plugin remembers under a name, or nothing."""
        return next(iter(self.meta.get(name, ())), "")

    def number_at(self, name: str) -> int:
        """Return the first value under a name if it is a number, or 0."""
        return number_of(self.first(name))


@dataclass(frozen=True)
class Export:
    """All that the files hold but the texts; `home` is the address of the blog.

    `breaks` are warnings with file and line.
    """

    home: str = ""
    site: str = ""
    title: str = ""
    lang: str = ""
    items: tuple[Item, ...] = ()
    terms: tuple[Term, ...] = ()
    authors: tuple[Author, ...] = ()
    breaks: tuple[Problem, ...] = ()


def read_export(paths: Sequence[Path]) -> Export:
    """Return what the files hold, broken ones as far as they go; raises DiskError."""
    read = _Reader()
    items = tuple(item for item, _ in read.items(paths))
    return Export(read.channel.get("wp:base_blog_url", read.channel.get("link", "")),
                  read.channel.get("wp:base_site_url", ""), read.channel.get("title", ""),
                  read.channel.get("language", ""), items, tuple(read.terms.values()),
                  tuple(read.authors.values()), tuple(read.breaks))


def contents(paths: Sequence[Path]) -> Iterator[tuple[int, str]]:
    """Yield number and text of every item that `read_export` kept, in order, again from the files.

    Raises DiskError.
    """
    for item, content in _Reader().items(paths):
        yield item.number, content


class _Reader:
    """Reads files one after the other, and remembers what is not an item."""

    def __init__(self) -> None:
        self.channel: dict[str, str] = {}
        self.terms: dict[TermKey, Term] = {}
        self.authors: dict[str, Author] = {}
        self.breaks: list[Problem] = []
        self.seen: dict[int, tuple[str, str, str]] = {}

    def items(self, paths: Sequence[Path]) -> Iterator[tuple[Item, str]]:
        """Yield each item with its text."""
        for path in paths:
            breaks = Breaks(path)
            named = False
            for piece in cut(path, breaks):
                if piece.name == "item":
                    yield from self._kept(*_item(path, piece, breaks), breaks)
                elif piece.name:
                    self._declared(piece, breaks)
                else:
                    named = self._between(piece, breaks) or named
            if not named:
                breaks.add(1, say("this file does not say that it is an export of WordPress; make "
                                  "one in WordPress with “Tools”, “Export”, “All content”"))
            self.breaks += breaks.problems()

    def _kept(self, item: Item, content: str, breaks: Breaks) -> Iterator[tuple[Item, str]]:
        """Yield an item unless it is there already; two files may hold the same."""
        told = item.kind, item.slug or item.link, item.title
        if not item.number:
            item = replace(item, number=-len(self.seen) - 1)
        elif self.seen.get(item.number, told) != told:
            breaks.add(item.line, say("there is another text with the number {number}; both are "
                                      "taken", number=item.number))
            item = replace(item, number=-len(self.seen) - 1)
        elif item.number in self.seen:
            breaks.add(item.line, say("what begins here was there already, with the number "
                                      "{number}; it is taken once", number=item.number))
            return
        self.seen[item.number] = told
        yield item, content

    def _declared(self, piece: Piece, breaks: Breaks) -> None:
        told = {leaf.name.removeprefix("wp:"): leaf.value for leaf in leaves(piece, breaks)
                if leaf.name.startswith("wp:")}
        if piece.name == "wp:author":
            login, name, email, first, last = (told.get(f"author_{part}", "") for part in (
                "login", "display_name", "email", "first_name", "last_name"))
            author = Author(login, name, email, first, last, number_of(told.get("author_id", "")))
            self.authors.setdefault(author.login, author)
            return
        term = _term(piece.name.removeprefix("wp:"), told)
        self.terms.setdefault(term.key, term)

    def _between(self, piece: Piece, breaks: Breaks) -> bool:
        """Take what is said of the site; tell whether it says that this is an export."""
        if "<!DOCTYPE" in piece.text or "<!ENTITY" in piece.text:
            breaks.add(piece.line + piece.text[:piece.text.index("<!")].count("\n"), say(
                "the file declares entities, which no export does; none of them is expanded"))
        if "<rss" in piece.text and "xmlns:wp=" not in piece.text:
            breaks.add(piece.line, say("the file does not declare “xmlns:wp”; it is read as if it "
                                       "did"))
        if "<image>" in piece.text:  # the site's icon has a title and a link, too
            piece = replace(piece, text=piece.text.partition("<image>")[0])
        for leaf in leaves(piece, breaks):
            self.channel.setdefault(leaf.name, leaf.value.strip())
        return "wp:wxr_version" in self.channel or "wp:base_blog_url" in self.channel


def _term(taxonomy: str, told: Mapping[str, str]) -> Term:
    """Return a term as each kind of declaration spells it."""
    names = {"category": ("category_nicename", "cat_name", "category_parent",
                          "category_description"),
             "tag": ("tag_slug", "tag_name", "", "tag_description")}.get(
        taxonomy, ("term_slug", "term_name", "term_parent", "term_description"))
    slug, name, parent, description = (told.get(key, "") for key in names)
    taxonomy = {"tag": "post_tag", "term": told.get("term_taxonomy", "")}.get(taxonomy, taxonomy)
    return Term(taxonomy, slug.strip(), name.strip(), number_of(told.get("term_id", "")),
                parent.strip(), description)


def _item(path: Path, piece: Piece, breaks: Breaks) -> tuple[Item, str]:
    """Return the item of a piece, and its text; one that is cut off is a draft."""
    told: dict[str, str] = {}
    meta: dict[str, list[str]] = defaultdict(list)
    terms: list[TermRef] = []
    comments, group = 0, ""
    for leaf in leaves(piece, breaks):
        if leaf.name.endswith(("wp:postmeta", "wp:comment")):
            comments += leaf.name == "wp:comment"
            group = "" if leaf.name.startswith("/") else leaf.name
        elif group:
            _remember(meta, leaf) if group == "wp:postmeta" else None
        elif leaf.name == "category":
            terms += _named(leaf)
        else:
            told.setdefault(leaf.name, leaf.value)
    known = {name: tuple(values) for name, values in meta.items() if name and values}
    item = replace(_made(told), file=str(path), line=piece.line, comments=comments, meta=known,
                   terms=tuple(dict.fromkeys(terms)))
    return (replace(item, status="draft") if piece.cut else item), told.get("content:encoded", "")


def _remember(meta: dict[str, list[str]], leaf: Leaf) -> None:
    """Add the name or the value of what a plugin remembers; the value follows its name."""
    if leaf.name == "wp:meta_key":
        meta.setdefault(leaf.value, []) if not leaf.value.startswith(UNNEEDED) else None
        meta[""] = [leaf.value]
    elif leaf.name == "wp:meta_value" and len(leaf.value) <= MOST_META:
        name = next(iter(meta.pop("", [])), "")
        if name in meta:
            meta[name].append(leaf.value)


def _named(leaf: Leaf) -> Iterator[TermRef]:
    """Yield the term that an item names; the first exports wrote each twice, once without."""
    if leaf.attributes.get("nicename"):
        taxonomy = leaf.attributes.get("domain", "category")
        yield TermRef("post_tag" if taxonomy == "tag" else taxonomy, leaf.attributes["nicename"],
                      leaf.value.strip())


def _made(told: Mapping[str, str]) -> Item:
    def word(name: str) -> str:
        return told.get(name, "").strip()

    return Item(
        "", 0, number_of(word("wp:post_id")), word("wp:post_type") or "post",
        status=word("wp:status"), title=word("title"), slug=word("wp:post_name"),
        link=word("link"), author=word("dc:creator"),
        written=_time(word, "wp:post_date_gmt", "wp:post_date") or _published(word("pubDate")),
        modified=_time(word, "wp:post_modified_gmt", "wp:post_modified"),
        parent=number_of(word("wp:post_parent")), order=number_of(word("wp:menu_order")),
        password=bool(word("wp:post_password")), sticky=word("wp:is_sticky") == "1",
        attachment=word("wp:attachment_url"), excerpt=word("excerpt:encoded"))


def _time(word: Callable[[str], str], *names: str) -> datetime | None:
    """Return the first real time; drafts have no time in UTC, so theirs is taken for it."""
    for name in names:
        with suppress(ValueError):
            return datetime.strptime(word(name), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return None


def _published(text: str) -> datetime | None:
    with suppress(ValueError, TypeError):
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) \
            if found.year > 1 else None
    return None
