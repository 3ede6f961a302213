"""Read what leads to an audience at Mailchimp from the settings and the environment."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from plugins.core.messages import SettingsError, say
from plugins.newsletter.provider import Patience
from plugins.newsletter.settings import read_mapping, read_text

TRACKS = ("opens", "html_clicks", "text_clicks")

AUDIENCE = "MAILCHIMP_AUDIENCE_ID"
KEY = "MAILCHIMP_API_KEY"

# The part after the hyphen becomes a host name: anything else in it could lead elsewhere.
_KEY = re.compile(r"[0-9a-f]+-[a-z]{2,4}\d+")
_ID = re.compile(r"[0-9A-Za-z]+")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class MailchimpSettings:
    """Where the audience is, and how it is divided: `interests` has the group of each language.

    `default` is the language that those receive who chose no other.
    """

    audience: str
    folder: str
    category: str
    interests: Mapping[str, str]
    default: str
    tracking: frozenset[str]
    root: str
    key: str = field(repr=False)
    patience: Patience = Patience()


def read_mailchimp_settings(
    newsletter: Mapping[str, Any], languages: Sequence[str], default: str,
    environment: Mapping[str, str],
) -> MailchimpSettings:
    """Return the settings in `newsletter` (the table of firm.toml) and `environment`.

    The key and the audience may be missing: `require_account` asks for them where they are needed.
    Raises SettingsError on anything that is there and wrong.
    """
    read_mapping(newsletter, "interests")
    key = environment.get(KEY, "").strip()
    return MailchimpSettings(
        audience=audience_id(newsletter, environment), folder=read_text(newsletter, "folder"),
        category=read_text(newsletter, "interests.category"),
        interests={lang: read_text(newsletter, f"interests.{lang}") for lang in languages},
        default=default,
        tracking=_tracking(newsletter.get("tracking", {})),
        root=_root(environment.get("MAILCHIMP_API_ROOT", "").strip(), _key(key)), key=key)


def read_despite_faults(
    newsletter: Mapping[str, Any], languages: Sequence[str], default: str,
    environment: Mapping[str, str],
) -> tuple[MailchimpSettings, SettingsError | None]:
    """Return the settings, and what is wrong with the environment, of which they lack that.

    Raises SettingsError if the settings themselves are wrong.
    """
    audience = {name: value for name, value in environment.items() if name == AUDIENCE}
    fault = None
    for given in (environment, audience):
        try:
            return read_mailchimp_settings(newsletter, languages, default, given), fault
        except SettingsError as error:
            fault = fault or error
    return read_mailchimp_settings(newsletter, languages, default, {}), fault


def audience_id(newsletter: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """Return the id of the audience that is set, "" for none; raises SettingsError for no id."""
    value = environment.get(AUDIENCE, "").strip() or newsletter.get("audience", "")
    if not isinstance(value, str) or (value and not _ID.fullmatch(value)):
        raise SettingsError(say(
            "“{value}” is not the id of an audience; Mailchimp shows it under Audience, Settings, "
            "as ten letters and digits", value=value),
            "" if environment.get(AUDIENCE) else "newsletter.audience")
    return value


def _tracking(value: object) -> frozenset[str]:
    if not isinstance(value, Mapping) or not all(
            name in TRACKS and isinstance(on, bool) for name, on in value.items()):
        raise SettingsError(say(
            "“tracking” below “[newsletter]” may set {names} to true; all are off by default",
            names=", ".join(TRACKS)), "newsletter.tracking")
    return frozenset(name for name, on in value.items() if on)


def _key(key: str) -> str:
    if key and not _KEY.fullmatch(key):
        # Not shown: it may be a real key with a slip in it.
        raise SettingsError(say(
            "MAILCHIMP_API_KEY is not a key of Mailchimp; it is digits and letters a to f, "
            "a hyphen and a data centre, as in 0123…cdef-us1"))
    return key


def _root(root: str, key: str) -> str:
    if not root:
        return f"https://{key.rpartition('-')[2]}.api.mailchimp.com/3.0" if key else ""
    try:
        parts = urlsplit(root)
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _LOOPBACK)
        safe = safe and bool(parts.hostname) and "@" not in parts.netloc and not parts.query
    except ValueError:
        safe = False
    if not safe:
        raise SettingsError(say(
            "MAILCHIMP_API_ROOT must begin with https://, or http:// and this machine’s own "
            "address, as in http://127.0.0.1:8800/3.0; otherwise the key would travel unprotected"))
    return root.rstrip("/")
