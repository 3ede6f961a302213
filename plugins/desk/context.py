"""Say what every page of the desk works with: the site, who asks, what is kept of the writing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from plugins.build.unsaved import Workshop
from plugins.core.i18n import Catalogue, load_desk
from plugins.core.project import Options
from plugins.desk.recorder import Works
from plugins.desk.store import Store


@dataclass(frozen=True)
class Person:
    """Who is at the desk: an account by its address or, on one's own computer, nobody's name.

    `lang` is the language in which the desk speaks to her. Everybody writes; `may_publish` is the
    right to publish the site and to send issues.
    """

    address: str
    name: str
    lang: str
    may_publish: bool


@dataclass(frozen=True)
class Desk:
    """The site as its files are now, what is kept of texts being written, what is under way.

    `is_shared` is a desk with accounts, on the firm's server, beside the receiver; the other one is
    for this computer alone, and knows no messages. The `workshop` shows what is not saved yet, at
    the desk's own `origin`; who saves holds the lock `saving`. `name_of` an address is whose it is.
    """

    options: Callable[[], Options]
    store: Store
    is_shared: bool = False
    works: Works = field(default_factory=Works)
    workshop: Workshop = field(default_factory=Workshop)
    origin: str = "http://127.0.0.1:8000"
    saving: Lock = field(default_factory=Lock)
    name_of: Callable[[str], str] = str

    def shown(self) -> Options:
        """Return the options of the preview beside the desk."""
        return previewed(self.options(), self.origin)

    def catalogue(self, lang: str) -> Catalogue:
        """Return the words of the commands in a person's language."""
        return load_desk(self.options().theme / "locale", lang)


def previewed(options: Options, origin: str) -> Options:
    """Return the options of a preview that is served at an address."""
    return replace(options, output=options.var / "preview" / "site",
                   outbox=options.var / "preview" / "outbox",
                   settings={**options.settings, "SITEURL": origin, "FORMS_URL": ""})
