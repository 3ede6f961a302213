"""Add to the site what belongs to all its editions together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.cards.card import Card
from plugins.catalogues import load
from plugins.desk.answers import answers, compressed_files
from plugins.desk.edition import Printed
from plugins.desk.options import Options
from plugins.desk.sharing import gateway_data, sharing_files
from plugins.editions.addresses import addresses_of
from plugins.editions.firm import Firm, load_firms
from plugins.editions.redirects import Redirect, redirects, wrong_redirects
from plugins.editions.sitemap import robots, sitemap
from plugins.editions.templates import editions_of
from plugins.editions.whole import environment, form_pages, gateway, shared_files
from plugins.images import make
from plugins.press import Staging, read, write
from plugins.problems import ContentError, Problem, say
from plugins.search import index_edition

MISSING = say("There is no page at this address.")


@dataclass(frozen=True)
class Whole:
    """The site under way: what the editions have printed, and every file there is so far."""

    options: Options
    site: Staging
    printed: list[Printed]
    preview: bool
    paths: set[str]

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write files of the site."""
        self.paths.update(write(self.site, path, data) for path, data in files.items())

    def read(self, path: str) -> bytes:
        """Return a file of the site as it will be published."""
        return read(self.site, path)


def complete(whole: Whole, moved: list[Redirect]) -> None:
    """Write what no single edition can: gateway, shared files, redirects, sitemap, search.

    Raises ContentError if a redirect leads nowhere or hides a page, SearchError if the site
    cannot be indexed.
    """
    options = whole.options
    firms = load_firms(options.content / "firm.toml", options.languages)
    editions = editions_of(options.languages, addresses_of(options.languages), firms)
    env = environment(options.theme, list(editions.values()), options.site_url)
    shared = shared_files(options.theme, options.content,
                          _statics(whole.printed) | _redirected(options, moved))
    wrong = list(wrong_redirects(options.content, moved, whole.paths | shared.keys()))
    if wrong:
        raise ContentError(*wrong)
    whole.add({path: source.read_bytes() for path, source in shared.items()})
    add_pictures(whole)
    for path, data in sharing_files(options, editions.values(), _cards(whole)):
        whole.add({path: data})
    env.globals.update(gateway_data(options.site_url, list(editions.values()), whole.printed))
    pages = [page for printed in whole.printed for page in printed.pages]
    whole.add(gateway(env, {lang: MISSING.render(load(options.theme / "locale", lang).gettext)
                            for lang in options.languages}, pages))
    whole.add(redirects(env, moved, options.site_url))
    whole.add(form_pages({printed.lang: printed.form_pages for printed in whole.printed}))
    whole.add(sitemap(pages, options.site_url))
    whole.add(robots(options.site_url))
    if options.settings["PRODUCTION"] and not whole.preview:
        whole.add(_indexes(whole))
    _answer(whole, moved, firms[options.settings["DEFAULT_LANG"]])


def _indexes(whole: Whole) -> dict[str, bytes]:
    """Return the search index of every edition; a preview makes its own when somebody searches."""
    files: dict[str, bytes] = {}
    for printed in whole.printed:
        pages = sorted(path for path in printed.site if path.endswith(".html"))
        files |= index_edition(printed.lang, {path: whole.read(path) for path in pages})
    return files


def add_pictures(whole: Whole) -> None:
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


def _redirected(options: Options, moved: Iterable[Redirect]) -> dict[str, str]:
    """Return the files to which an old address leads, by address."""
    folders = tuple(f"{folder}/" for folder in options.settings["STATIC_PATHS"])
    return {row.new: row.new for row in moved
            if row.new.startswith(folders) and (options.content / row.new).is_file()}


def _cards(whole: Whole) -> list[Card]:
    """Return the cards to draw: a check and a preview show them to nobody."""
    shown = not whole.preview
    return [card for one in whole.printed for card in one.cards.values()] if shown else []


def _answer(whole: Whole, moved: list[Redirect], firm: Firm) -> None:
    """Tell web servers how to answer with all there is, and compress it: nothing comes after."""
    pages = [page for printed in whole.printed for page in printed.pages]
    whole.add(answers(whole.options, pages, {row.address: row.new for row in moved}, firm,
                      whole.paths))
    if whole.options.settings["PRODUCTION"]:
        whole.add(compressed_files(whole.options, whole.paths, whole.read))


def _statics(printed: Iterable[Printed]) -> dict[str, str]:
    return {address: source for one in printed for address, source in one.statics.items()}
