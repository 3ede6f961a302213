"""Add to the site what lies beside its pages: pictures, cards, search index, compressed files."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field

from plugins.atomic import Printed, Staging, is_staged, read, write
from plugins.build.server_files import compressed_files
from plugins.cards.card import Card
from plugins.cards.gallery import pictures
from plugins.core.files import content_digest
from plugins.core.look import Look
from plugins.core.messages import ContentError, Problem
from plugins.core.project import Options
from plugins.images.encode import make
from plugins.images.picture import Picture
from plugins.search.index import index_edition
from plugins.site.edition import EditionResult
from plugins.site.pages import Page
from plugins.site.serving.files import FORMATS

INDEX = "search index"
"""The name by which the index of an edition is known among what is printed."""


@dataclass(frozen=True)
class SiteInProgress:
    """The site under way: what the editions have made, and every file there is so far.

    `standing` are the files that the same program has left, `printed` what it printed then; of the
    files those are `added` that may be others.
    """

    options: Options
    staging: Staging
    editions: list[EditionResult]
    preview: bool
    paths: set[str]
    standing: Collection[str] = ()
    printed: Mapping[str, Mapping[str, Printed]] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)

    @property
    def pages(self) -> list[Page]:
        """Every page of every edition."""
        return [page for edition in self.editions for page in edition.pages]

    @property
    def cards(self) -> dict[str, Card]:
        """The cards of all editions by the addresses of their pages."""
        return {address: card for edition in self.editions
                for address, card in edition.cards.items()}

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write files of the site."""
        added = {write(self.staging, path, data) for path, data in files.items()}
        self.paths.update(added)
        self.added.update(added)

    def is_standing(self, path: str) -> bool:
        """Tell whether a file is as the last build left it."""
        return path in self.standing and not is_staged(self.staging, path)

    def read(self, path: str) -> bytes:
        """Return a file of the site as it will be published."""
        return read(self.staging, path)


@dataclass(frozen=True)
class Shown:
    """The files of site and emails that are there because editions show something."""

    site: Set[str]
    emails: Set[str]


def shown_files(editions: Iterable[EditionResult]) -> Shown:
    """Return the files that stand for what editions show."""
    found: tuple[set[str], set[str]] = set(), set()
    for edition in editions:
        for one in edition.printed.values():
            found[one.is_email].update(one.paths)
        found[0].update(card.address for card in edition.cards.values())
        found[0].update(one.path for picture in edition.pictures.values()
                        for one in picture.renditions)
    return Shown(*found)


def add_pictures(site: SiteInProgress) -> None:
    """Add the images of all texts, each in its sizes and formats.

    One that stands is not made again, for its name holds its content. Raises ContentError if some
    are damaged.
    """
    options, lacking = site.options, list[Picture]()
    for picture in (each for edition in site.editions for each in edition.pictures.values()):
        paths = {one.path for one in picture.renditions}
        site.paths.update(paths)
        if not paths.issubset(site.standing):
            lacking.append(picture)
    wrong = []
    for made in make(lacking, options.content, options.theme / "cards", options.cache / "images"
                     ) if lacking else ():
        if isinstance(made, Problem):
            wrong.append(made)
        else:
            site.add(made)
    if wrong:
        raise ContentError(*wrong)


def add_cards(site: SiteInProgress, look: Look) -> None:
    """Add the cards of all pages; one that stands is not drawn again, for its name says it all."""
    options, cards = site.options, {card.address: card for card in site.cards.values()}
    site.paths.update(cards)
    if drawn := [card for address, card in cards.items() if address not in site.standing]:
        site.add(dict(pictures(drawn, options.theme, options.cache / "cards", look)))


def add_indexes(site: SiteInProgress) -> None:
    """Add the search index of each edition; a preview makes its own when somebody searches."""
    if site.options.settings["PRODUCTION"] and not site.preview:
        for edition in site.editions:
            _add_index(site, edition)


def _add_index(site: SiteInProgress, edition: EditionResult) -> None:
    digest = content_digest(repr(sorted(
        (name, one.digest) for name, one in edition.printed.items() if name != INDEX)).encode())
    known = site.printed.get(edition.lang, {}).get(INDEX)
    if not (known and known.digest == digest and all(map(site.is_standing, known.paths))):
        pages = sorted(path for one in edition.printed.values() if not one.is_email
                       for path in one.paths if path.endswith(".html"))
        files = index_edition(edition.lang, {path: site.read(path) for path in pages})
        known = Printed(digest, tuple(files), is_email=False, shows=())
        site.add(files)
    site.paths.update(known.paths)
    edition.printed[INDEX] = known


def add_compressed(site: SiteInProgress) -> None:
    """Add the compressed copies of the files of a site for production; an unchanged file keeps its.
    """
    if not site.options.settings["PRODUCTION"]:
        return
    standing = set(filter(site.is_standing, site.paths))
    fresh = site.paths - standing
    site.paths.update(path + ending for path in standing for ending in FORMATS
                      if path + ending in site.standing)
    site.add(compressed_files(site.options, fresh, site.read))
