"""Receivers put together for tests, each thing they need by its name."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette

from plugins.core.i18n import Catalogue
from plugins.forms.declaration.form import Form
from plugins.forms.delivery.worker import Chore, Deliver
from plugins.forms.page.draw import theme_of
from plugins.forms.receiver.app import ReceiverContext, receiver
from plugins.forms.receiver.responses import Responder, SitePages
from plugins.forms.receiver.settings import Network
from plugins.forms.records.store import Store


def receiver_of(
        forms: Mapping[str, Form], *, site: Path, store: Store, deliver: Deliver, templates: Path,
        catalogue_of: Callable[[str], Catalogue], origins: Collection[str] = (), base: str = "/",
        own: str = "", headers: Mapping[str, str] | None = None, proxies: Collection[Network] = (),
        chores: tuple[Chore, ...] = (),
        clock: Callable[[], datetime] = ReceiverContext.clock) -> Starlette:
    """Return the receiver of a site in French and English, whose address is `base`."""
    pages = SitePages(site, ("fr", "en"), base, own or base, headers or {})
    return receiver(ReceiverContext(
        forms, store, deliver, Responder(pages, theme_of(templates, catalogue_of)),
        frozenset(origins), tuple(proxies), chores, clock=clock))
