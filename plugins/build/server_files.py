"""Tell web servers, the local server and the receiver how to answer, all from the same rules."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from plugins.content.firm import Firm
from plugins.core.project import Options
from plugins.forms.declaration.load import load_forms
from plugins.site.addresses import absolute
from plugins.site.pages import Page, pdf_beside
from plugins.site.redirects import Redirect
from plugins.site.serving.files import compressed, security_txt
from plugins.site.serving.headers import Hosts, headers_file, headers_of, read_headers_file, rules
from plugins.site.serving.nginx import SNIPPET, snippet

KEPT = ("cards/", "pictures/")
"""The folders whose files have a digest of their content in their names."""


def hosts_of(options: Options) -> Hosts:
    """Return where the site and its receiver are, and where forms of others lead."""
    forms, _ = load_forms(options.content / "forms", list(options.languages))
    return Hosts(options.site_url, options.forms_url, tuple(sorted(
        {form.outside.origin for form in forms.values() if form.outside})))


def server_files(options: Options, pages: Collection[Page], moved: Collection[Redirect],
                 firm: Firm, paths: Collection[str]) -> dict[str, bytes]:
    """Return `_headers`, the snippet for nginx and `security.txt`; `paths` are the site's files.
    """
    hosts = hosts_of(options)
    searches = [page.address for page in pages if (page.kind, page.key) == ("list", "search")]
    listed = rules(hosts, searches, KEPT, _printed(pages, paths))
    missing = [path for path in paths if path.endswith("404.html")]
    contacts = [absolute(page.address, options.site_url) for page in pages
                if (page.kind, page.key) == ("page", "contact")]
    return {"_headers": headers_file(listed),
            SNIPPET: snippet(listed, moved, missing, hosts.base),
            **security_txt(options.site_url, firm.email, contacts, options.languages,
                           options.today)}


def _printed(pages: Iterable[Page], paths: Collection[str]) -> list[str]:
    """Return the folders of the pages beside which there is a PDF."""
    return list(dict.fromkeys(f"{page.address.rstrip('/').rpartition('/')[0]}/" for page in pages
                              if pdf_beside(page.address) in paths))


def compressed_files(options: Options, paths: Iterable[str], read: Callable[[str], bytes]
                     ) -> dict[str, bytes]:
    """Return what lies compressed beside the files of the site."""
    return compressed(paths, read, options.cache / "compressed")


def sent_headers(site: Path, path: str) -> dict[str, str]:
    """Return the headers with which a web server answers a path of a built site."""
    try:
        written = (site / "_headers").read_text(encoding="utf-8")
    except FileNotFoundError:  # before the first build
        return {}
    return headers_of(path, read_headers_file(written))
