"""Add to the site what belongs to all its editions together: the gateway, images, the sitemap…"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from plugins.build.beside import (
    SiteInProgress,
    add_cards,
    add_compressed,
    add_indexes,
    add_pictures,
)
from plugins.build.server_files import server_files
from plugins.build.sitemap import SITEMAP, sitemap
from plugins.cards.card import HEIGHT, WIDTH
from plugins.cards.gallery import icons, manifest
from plugins.content.firm import LEGAL_PAGES, Publisher, load_publishers
from plugins.core.i18n import load
from plugins.core.jinja import new_environment
from plugins.core.look import Look, load_look
from plugins.core.messages import ContentError, Reply, reply
from plugins.linked_data.things import block, whole_site
from plugins.site.addresses import absolute, addresses_of, rooted
from plugins.site.edition import EditionResult
from plugins.site.redirects import Redirect, redirects, wrong_redirects
from plugins.site.serving.nginx import FAILED
from plugins.site.templates import EditionView, install_links, views_of

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


def complete(site: SiteInProgress, moved: list[Redirect]) -> None:
    """Write what no single edition can, and at last what speaks of all that is there.

    Raises ContentError if a redirect leads nowhere or hides a page, or an image is damaged,
    SearchError if the site cannot be indexed.
    """
    options = site.options
    publishers = load_publishers(options.content / "firm.toml", options.languages)
    look = load_look(options.content, options.theme)
    views = list(views_of(options.languages, addresses_of(options.languages), publishers).values())
    env = new_environment(options.templates)
    install_links(env, views, options.theme, options.site_url, look)
    site.add(_shared_files(site, moved, look))
    _refuse_wrong(site, moved)
    add_pictures(site)
    site.add(dict(_sharing_files(site, views, look)))
    add_cards(site, look)
    site.add(_gateway(site, env, views))
    site.add(_failures(site, env, views, publishers))
    site.add(redirects(env, moved, options.site_url))
    site.add(_form_pages(site.editions))
    site.add(sitemap(site.pages, options.site_url))
    site.add(_robots(options.site_url))
    add_indexes(site)
    # Nothing comes after this: it lists for web servers all there is.
    firm = publishers[options.settings["DEFAULT_LANG"]].firm
    site.add(server_files(options, site.pages, moved, firm, site.paths))
    add_compressed(site)


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


def _sharing_files(site: SiteInProgress, views: Iterable[EditionView], look: Look
                   ) -> Iterator[tuple[str, bytes]]:
    """Yield the icons and manifests by which the site is shown elsewhere."""
    options, root = site.options, rooted("", site.options.site_url)
    yield from icons(look, options.cache / "icons").items()
    for own in views:
        yield f"{own.home}site.webmanifest", manifest(own.lang, own.title, own.tagline,
                                                      root + own.home, root)


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
