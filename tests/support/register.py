"""Laws as tests need them: declared in a text, shown as a French edition shows them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.core.i18n import load
from plugins.register.laws import Laws, load_laws
from plugins.register.shown import ShownLaw
from plugins.site.addresses import Addresses
from plugins.site.register import Register
from tests.conftest import PROJECT


def declared_laws(text: str, languages: tuple[str, ...] = ("fr", "en")) -> Laws:
    """Return the laws of a declaration."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "laws.toml")
        path.write_text(text, encoding="utf-8")
        return load_laws(path, languages)


def register_of(text: str, lang: str = "fr") -> Register:
    """Return the register that an edition shows of a declaration."""
    addresses = {one: Addresses(one, {}) for one in ("fr", "en")}
    catalogue = load(PROJECT / "theme" / "locale", lang)
    return Register(declared_laws(text), lang, addresses, catalogue)


def shown_laws(text: str, today: date, lang: str = "fr") -> Mapping[str, ShownLaw]:
    """Return the laws of a declaration as an edition shows them on a day."""
    return register_of(text, lang).on(today)
