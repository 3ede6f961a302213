"""Add to the site what belongs to all its editions together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.atomic import Staging, read, write
from plugins.build.edition import Printed
from plugins.build.server_files import answers, compressed_files
from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.cards.gallery import icons, manifest, pictures
from plugins.content.firm import Firm, load_firms
from plugins.core.i18n import load
from plugins.core.messages import ContentError, Problem, say
from plugins.core.project import Options
from plugins.images import make
from plugins.linked_data.publisher import block, whole_site
from plugins.search import index_edition
from plugins.site.addresses import absolute, addresses_of, rooted
from plugins.site.pages import Page
from plugins.site.redirects import Redirect, redirects, wrong_redirects
from plugins.site.shared import environment, form_pages, gateway, robots, shared_files, sitemap
from plugins.site.templates import Edition, editions_of

MISSING = say("There is no page at this address.")


@dataclass(frozen=True)
class Whole:
    """The site under way: what the editions have printed, and every file there is so far."""

    options: Options
    site: Staging
    printed: list[Printed]
    preview: bool
    paths: set[str]

    @property
    def pages(self) -> list[Page]:
        """Every page of every edition."""
        return [page for printed in self.printed for page in printed.pages]

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write files of the site."""
        self.paths.update(write(self.site, path, data) for path, data in files.items())

    def read(self, path: str) -> bytes:
        """Return a file of the site as it will be published."""
        return read(self.site, path)


def complete(whole: Whole, moved: list[Redirect]) -> None:
    """Write what no single edition can, and at last what speaks of all that is there.

    Raises ContentError if a redirect leads nowhere or hides a page, or an image is damaged,
    SearchError if the site cannot be indexed.
    """
    options = whole.options
    firms = load_firms(options.content / "firm.toml", options.languages)
    editions = list(editions_of(options.languages, addresses_of(options.languages), firms).values())
    env = environment(options.theme, editions, options.site_url)
    _add_shared_files(whole, moved)
    _refuse_wrong(whole, moved)
    _add_pictures(whole)
    for path, data in sharing_files(options, editions, _cards(whole)):
        whole.add({path: data})
    whole.add(gateway(env, _missing(options), whole.pages,
                      gateway_data(options.site_url, editions, whole.printed)))
    whole.add(redirects(env, moved, options.site_url))
    whole.add(form_pages({printed.lang: printed.form_pages for printed in whole.printed}))
    whole.add(sitemap(whole.pages, options.site_url))
    whole.add(robots(options.site_url))
    if options.settings["PRODUCTION"] and not whole.preview:
        whole.add(_indexes(whole))
    _answer(whole, moved, firms[options.settings["DEFAULT_LANG"]])


def _add_shared_files(whole: Whole, moved: list[Redirect]) -> None:
    """Write the theme's files, and those of the content that texts or old addresses lead to."""
    options = whole.options
    folders = tuple(f"{folder}/" for folder in options.settings["STATIC_PATHS"])
    redirected = {row.new: row.new for row in moved
                  if row.new.startswith(folders) and (options.content / row.new).is_file()}
    statics = {address: source for one in whole.printed for address, source in one.statics.items()}
    shared = shared_files(options.theme, options.content, statics | redirected)
    whole.add({path: source.read_bytes() for path, source in shared.items()})


def _refuse_wrong(whole: Whole, moved: list[Redirect]) -> None:
    """Raise ContentError if a redirect leads nowhere or hides a page."""
    wrong = list(wrong_redirects(whole.options.content, moved, whole.paths))
    if wrong:
        raise ContentError(*wrong)


def _add_pictures(whole: Whole) -> None:
    """Write the images of all texts, each in its sizes and formats.

    Raises ContentError if some are damaged.
    """
    wanted = [picture for printed in whole.printed for picture in printed.pictures.values()]
    wrong = []
    for made in make(wanted, whole.options.content, whole.options.cache / "images"):
        if isinstance(made, Problem):
            wrong.append(made)
        else:
            whole.add(made)
    if wrong:
        raise ContentError(*wrong)


def _cards(whole: Whole) -> list[Card]:
    """Return the cards to draw: a preview shows them to nobody."""
    if whole.preview:
        return []
    return [card for printed in whole.printed for card in printed.cards.values()]


def _missing(options: Options) -> dict[str, str]:
    """Return in each language that there is no page at an address."""
    return {lang: MISSING.render(load(options.theme / "locale", lang).gettext)
            for lang in options.languages}


def _indexes(whole: Whole) -> dict[str, bytes]:
    """Return the search index of every edition; a preview makes its own when somebody searches."""
    files: dict[str, bytes] = {}
    for printed in whole.printed:
        pages = sorted(path for path in printed.site if path.endswith(".html"))
        files |= index_edition(printed.lang, {path: whole.read(path) for path in pages})
    return files


def _answer(whole: Whole, moved: list[Redirect], firm: Firm) -> None:
    """Tell web servers how to answer with all there is, and compress it: nothing comes after."""
    whole.add(answers(whole.options, whole.pages, {row.address: row.new for row in moved}, firm,
                      whole.paths))
    if whole.options.settings["PRODUCTION"]:
        whole.add(compressed_files(whole.options, whole.paths, whole.read))


def sharing_files(options: Options, editions: Iterable[Edition], cards: Collection[Card]
                  ) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file."""
    yield from icons(options.theme, options.cache / "icons").items()
    root = rooted("", options.site_url)
    for own in editions:
        yield f"{own.home}site.webmanifest", manifest(own.lang, own.title, own.tagline,
                                                      root + own.home, root)
    if cards:
        yield from pictures(cards, options.theme, options.cache / "cards")


def gateway_data(site_url: str, editions: list[Edition], printed: Iterable[Printed]
                 ) -> dict[str, Any]:
    """Return what the gateway says of itself to other sites."""
    site = whole_site(absolute("", site_url), [own.title for own in editions],
                      [own.lang for own in editions])
    cards = {address: card for one in printed for address, card in one.cards.items()}
    return {"linked_data": block([site]), "page_card": cards.get(editions[0].home),
            "card_size": (WIDTH, HEIGHT)}
