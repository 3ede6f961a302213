"""Read what a newsletter is from the settings, but for what its provider needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.core.email_address import as_sent, normal_form
from plugins.core.messages import SettingsError, say
from plugins.core.project import is_time_zone
from plugins.newsletter.utm import read_utm

KEYS = ("name", "audience", "folder", "interests", "from", "tracking", "zones", "test", "utm")
ZONES = ("Europe/Paris", "Asia/Shanghai")
"""Whose clocks times are given in, unless the settings say otherwise: the firm's, its readers'."""


@dataclass(frozen=True)
class Settings:
    """What a newsletter is; `reply_to` has an address for each language, `testers` have several."""

    name: str
    languages: tuple[str, ...]
    default: str
    reply_to: Mapping[str, str]
    zones: tuple[str, ...] = ZONES
    testers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_newsletter_settings(
    newsletter: Mapping[str, Any], languages: Sequence[str], default: str
) -> Settings:
    """Return the settings in `newsletter`, the table of firm.toml, but the provider's own.

    Raises SettingsError on anything that is wrong.
    """
    _only_known(newsletter)
    read_utm(newsletter)
    senders = read_mapping(newsletter, "from")
    return Settings(
        name=read_text(newsletter, "name"), languages=tuple(languages), default=default,
        reply_to={lang: _reply_to(senders, lang) for lang in languages},
        zones=_zones(newsletter.get("zones", ZONES)),
        testers=_testers(newsletter.get("test", ()), languages))


def read_mapping(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a table of the settings by its name; raise SettingsError if it is none."""
    value = table.get(name)
    if not isinstance(value, Mapping):
        raise SettingsError(say(
            "“{name}” below “[newsletter]” must be a table with an entry for each language",
            name=name), f"newsletter.{name}")
    return value


def read_text(newsletter: Mapping[str, Any], name: str) -> str:
    """Return a text of the settings by its name, `name` or `table.name`; raises SettingsError."""
    value: Any = newsletter
    for part in name.split("."):
        value = value.get(part)
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(say("“[newsletter]” needs a text for “{name}”", name=name),
                            f"newsletter.{name}")
    return value


def _only_known(newsletter: Mapping[str, Any]) -> None:
    for name in newsletter:
        if name not in KEYS:
            raise SettingsError(say(
                "“[newsletter]” has no setting “{name}”; the settings are {names}",
                name=name, names=", ".join(KEYS)), f"newsletter.{name}")


def _reply_to(senders: Mapping[str, Any], lang: str) -> str:
    match senders.get(lang):
        case (str(name), str(address)) if name and as_sent(address).isascii() and as_sent(address):
            return address
    raise SettingsError(say(
        "“from” below “[newsletter]” needs an email address for “{lang}”, without accents and "
        "without a name, as in {example}; the sender’s name is that of the publication", lang=lang,
        example=f'from.{lang} = "letter@firm.example"'), f"newsletter.from.{lang}")


def _zones(value: object) -> tuple[str, ...]:
    zones = value if isinstance(value, list | tuple) else ()
    if not zones or not all(isinstance(zone, str) and is_time_zone(zone) for zone in zones):
        raise SettingsError(say(
            "“zones” below “[newsletter]” must list time zones, for example {zones}",
            zones=", ".join(ZONES)), "newsletter.zones")
    return tuple(zones)


def _testers(value: object, languages: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return who receives tests in each language; a list is for every language."""
    every: Mapping[str, Any] = dict.fromkeys(languages, value)
    lists = value if isinstance(value, Mapping) else every
    for lang, addresses in lists.items():
        if lang not in languages or not isinstance(addresses, list | tuple):
            raise SettingsError(say(
                "“test” below “[newsletter]” must list addresses, as in {example}, or a list for "
                "each language, as in {other}; the languages are {languages}",
                example='test = ["editor@firm.example"]', languages=", ".join(languages),
                other=f'test.{languages[0]} = ["editor@firm.example"]'), f"newsletter.test.{lang}")
        for address in addresses:
            if not isinstance(address, str) or not normal_form(address):
                raise SettingsError(say(
                    "“test” below “[newsletter]” has “{address}”, which is not an email address",
                    address=address), f"newsletter.test.{lang}")
    return {lang: tuple(dict.fromkeys(addresses)) for lang, addresses in lists.items()}


