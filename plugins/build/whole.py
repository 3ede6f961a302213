"""Add to the site what belongs to all its editions together: the gateway, images, the sitemap…"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from jinja2 import Environment

from plugins.atomic import Printed, Staging, is_staged, read, write
from plugins.build.server_files import compressed_files, server_files
from plugins.cards.card import HEIGHT, WIDTH, Card
from plugins.cards.gallery import icons, manifest, pictures
from plugins.content.firm import LEGAL_PAGES, Publisher, load_publishers
from plugins.core.files import content_digest
from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.core.look import Look, load_look
from plugins.core.messages import ContentError, Failure, Problem, Reply, reply, say
from plugins.core.project import Options
from plugins.images.encode import make
from plugins.linked_data.things import block, whole_site
from plugins.search.index import index_edition
from plugins.site.addresses import absolute, addresses_of, rooted
from plugins.site.edition import EditionResult
from plugins.site.pages import Page
from plugins.site.redirects import Redirect, redirects, wrong_redirects
from plugins.site.serving.files import FORMATS
from plugins.site.serving.nginx import FAILED
from plugins.site.templates import EditionView, install_links, views_of

LIMIT = 50_000
"""Addresses in one sitemap (https://www.sitemaps.org/protocol.html)."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""

SITEMAP = "sitemap.xml"

INDEX = "search index"
"""The name by which the index of an edition is known among what is printed."""

MISSING = reply("There is no page at this address.")
UNDONE = reply("This did not work. Please try again in a minute.")
TYPED = reply("If you were sending a message, go back: what you typed should still be there. Sent "
              "twice, it counts once.")
WRITE = reply("You can also write to us: {email}.")


@dataclass(frozen=True)
class FailureWords:
    """What an edition says when a server fails; `write` names the firm's address."""

    edition: EditionView
    undone: str
    write: str
    typed: str


@dataclass(frozen=True)
class SiteInProgress:
    """The site under way: what the editions have made, and every file there is so far.

    `standing` are the files that the same program has left, `printed` what it printed then.
    """

    options: Options
    staging: Staging
    editions: list[EditionResult]
    preview: bool
    paths: set[str]
    standing: Collection[str] = ()
    printed: Mapping[str, Mapping[str, Printed]] = field(default_factory=dict)

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
        self.paths.update(write(self.staging, path, data) for path, data in files.items())

    def is_standing(self, path: str) -> bool:
        """Tell whether a file is as the last build left it."""
        return path in self.standing and not is_staged(self.staging, path)

    def read(self, path: str) -> bytes:
        """Return a file of the site as it will be published."""
        return read(self.staging, path)


def complete(site: SiteInProgress, moved: list[Redirect]) -> None:
    """Write what no single edition can, and at last what speaks of all that is there.

    Raises ContentError if a redirect leads nowhere or hides a page, or an image is damaged,
    SearchError if the site cannot be indexed.
    """
    options = site.options
    publishers = load_publishers(options.content / "firm.toml", options.languages)
    look = load_look(options.content, options.theme)
    views = list(views_of(options.languages, addresses_of(options.languages), publishers).values())
    env = new_environment(options.templates, cache=options.cache)
    install_links(env, views, options.theme, options.site_url, look)
    site.add(_shared_files(site, moved, look))
    _refuse_wrong(site, moved)
    _add_pictures(site)
    for path, data in _sharing_files(site, views, look):
        site.add({path: data})
    site.add(_gateway(site, env, views))
    site.add(_failures(site, env, views, publishers))
    site.add(redirects(env, moved, options.site_url))
    site.add(_form_pages(site.editions))
    site.add(sitemap(site.pages, options.site_url))
    site.add(_robots(options.site_url))
    if options.settings["PRODUCTION"] and not site.preview:
        for edition in site.editions:
            _add_index(site, edition)
    # Nothing comes after this: it lists for web servers all there is.
    firm = publishers[options.settings["DEFAULT_LANG"]].firm
    site.add(server_files(options, site.pages, moved, firm, site.paths))
    if options.settings["PRODUCTION"]:
        _add_compressed(site)


def sitemap(pages: Iterable[Page], site_url: str) -> dict[str, bytes]:
    """Return the sitemap of all indexed pages, each with its translations and its last change.

    Raises Failure if there are more pages than one sitemap may name.
    """
    indexed = sorted((page for page in pages if page.indexed), key=lambda page: page.address)
    if len(indexed) >= LIMIT:
        raise Failure(say("the site has {count} pages, and a sitemap lists {limit} at most; "
                          "remove old keywords from topics.toml", count=len(indexed), limit=LIMIT))
    homes = [page for page in indexed if page.key == "index"]
    newest = max((home.modified for home in homes if home.modified), default=None)
    gateway = (*((home.lang, home.address) for home in homes), ("x-default", ""))
    entries = [_entry("", newest, gateway, site_url),
               *(_entry(page.address, page.modified, page.alternates, site_url)
                 for page in indexed)]
    return {SITEMAP: "".join([HEAD, *entries, "</urlset>\n"]).encode()}


def sitemap_with(sitemap: str, pages: Iterable[Page], site_url: str) -> str:
    """Return a sitemap with what is to be said of some of its pages, none of them a home page.

    Raises ValueError if it does not have one of them.
    """
    for page in pages:
        entry = _entry(page.address, page.modified, page.alternates, site_url)
        if page.indexed and entry not in sitemap:
            begin = sitemap.index(entry[:entry.index("</loc>")])
            end = sitemap.index("</url>\n", begin) + len("</url>\n")
            sitemap = sitemap[:begin] + entry + sitemap[end:]
    return sitemap


def _entry(address: str, modified: date | None, alternates: Iterable[tuple[str, str]],
           site_url: str) -> str:
    def url(path: str) -> str:
        return escape(absolute(path, site_url))

    links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url(other)}"/>\n'
                    for lang, other in alternates)
    changed = f"<lastmod>{modified.isoformat()}</lastmod>\n" if modified else ""
    return f"<url>\n<loc>{url(address)}</loc>\n{changed}{links}</url>\n"


def _robots(site_url: str) -> dict[str, bytes]:
    """Return `robots.txt` (RFC 9309): everything may be read, and here is the sitemap."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {absolute(SITEMAP, site_url)}\n"
    return {"robots.txt": text.encode()}


def _shared_files(site: SiteInProgress, moved: list[Redirect], look: Look
                  ) -> dict[str, bytes]:
    """Return the theme's files, and those of the content that texts or old addresses lead to."""
    options, static = site.options, site.options.theme / "static"
    folders = tuple(f"{folder}/" for folder in options.settings["STATIC_PATHS"])
    statics = {address: source for edition in site.editions
               for address, source in edition.statics.items()}
    statics |= {row.new: row.new for row in moved
                if row.new.startswith(folders) and (options.content / row.new).is_file()}
    files = {f"theme/{path.relative_to(static).as_posix()}": path
             for path in sorted(static.rglob("*"))
             if path.is_file() and not path.name.startswith(".")}
    files |= {address: options.content / source for address, source in sorted(statics.items())}
    return {address: look.file(address, path.read_bytes()) for address, path in files.items()}


def _refuse_wrong(site: SiteInProgress, moved: list[Redirect]) -> None:
    """Raise ContentError if a redirect leads nowhere or hides a page."""
    wrong = list(wrong_redirects(site.options.content, moved, site.paths))
    if wrong:
        raise ContentError(*wrong)


def _add_pictures(site: SiteInProgress) -> None:
    """Write the images of all texts, each in its sizes and formats.

    Raises ContentError if some are damaged.
    """
    wanted = [picture for edition in site.editions for picture in edition.pictures.values()]
    wrong, options = [], site.options
    for made in make(wanted, options.content, options.theme / "cards", options.cache / "images"):
        if isinstance(made, Problem):
            wrong.append(made)
        else:
            site.add(made)
    if wrong:
        raise ContentError(*wrong)


def _sharing_files(site: SiteInProgress, views: Iterable[EditionView], look: Look
                   ) -> Iterator[tuple[str, bytes]]:
    """Yield the icons, manifests and cards by which the site is shown elsewhere."""
    options, root = site.options, rooted("", site.options.site_url)
    yield from icons(look, options.cache / "icons").items()
    for own in views:
        yield f"{own.home}site.webmanifest", manifest(own.lang, own.title, own.tagline,
                                                      root + own.home, root)
    if site.cards:
        yield from pictures(site.cards.values(), options.theme, options.cache / "cards",
                            look)


def _gateway(site: SiteInProgress, env: Environment, views: list[EditionView]) -> dict[str, bytes]:
    """Return `/` and `/404.html`, which offer every edition in its own words."""
    options, template = site.options, env.get_template("gateway.html")
    missing = {lang: MISSING.render(load(options.theme / "locale", lang).gettext)
               for lang in options.languages}
    itself = whole_site(absolute("", options.site_url), [own.title for own in views],
                        [own.lang for own in views])
    law = [page for page in site.pages if page.kind == "page" and page.key in LEGAL_PAGES]
    return {name: template.render(
        missing=words, law=law, linked_data=block([itself]), card_size=(WIDTH, HEIGHT),
        page_card=site.cards.get(views[0].home)).encode()
        for name, words in (("index.html", {}), ("404.html", missing))}


def _failures(site: SiteInProgress, env: Environment, views: Sequence[EditionView],
              publishers: Mapping[str, Publisher]) -> dict[str, bytes]:
    """Return the pages that web servers show when they fail: of each edition, and of all."""
    template, locale = env.get_template("error.html"), site.options.theme / "locale"
    told = [FailureWords(own, *(
        Reply(each.text, {"email": publishers[own.lang].firm.email}).render(
            load(locale, own.lang).gettext) for each in (UNDONE, WRITE, TYPED)))
        for own in views]
    email = any(publishers[own.lang].firm.email for own in views)
    return {place: template.render(told=words, email=email).encode() for place, words in (
        (FAILED, told), *((f"{each.edition.home}{FAILED}", [each]) for each in told))}


def _form_pages(editions: Iterable[EditionResult]) -> dict[str, bytes]:
    """Return `forms.json`, from which the receiver learns where each form is and leads."""
    forms: dict[str, dict[str, Mapping[str, str]]] = {}
    for edition in editions:
        for name, addresses in edition.form_pages.items():
            forms.setdefault(name, {})[edition.lang] = addresses
    return {"forms.json": json.dumps(forms, indent=1, sort_keys=True).encode() + b"\n"}


def _add_index(site: SiteInProgress, edition: EditionResult) -> None:
    """Add the search index of an edition; a preview makes its own when somebody searches."""
    pages = sorted(path for path in edition.site if path.endswith(".html"))
    digest = content_digest(repr(sorted(
        (name, one.digest) for name, one in edition.printed.items())).encode())
    known = site.printed.get(edition.lang, {}).get(INDEX)
    if not (known and known.digest == digest and all(map(site.is_standing, known.paths))):
        files = index_edition(edition.lang, {path: site.read(path) for path in pages})
        known = Printed(digest, tuple(files), is_email=False, shows=())
        site.add(files)
    site.paths.update(known.paths)
    edition.printed[INDEX] = known


def _add_compressed(site: SiteInProgress) -> None:
    """Add the compressed copies of the site's files; an unchanged file keeps its own."""
    standing = set(filter(site.is_standing, site.paths))
    fresh = site.paths - standing
    site.paths.update(path + ending for path in standing for ending in FORMATS
                      if path + ending in site.standing)
    site.add(compressed_files(site.options, fresh, site.read))
