"""Gather what a command works on: the settings, the folders, the language of its messages."""

import os
import runpy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.catalogues import catalogue_file
from plugins.problems import SettingsError, say

SETTINGS = "pelicanconf.py"


@dataclass(frozen=True)
class Options:
    """The settings of the site, and the folders that a command reads and writes."""

    conf: Path
    settings: Mapping[str, Any]
    content: Path
    output: Path
    outbox: Path
    var: Path

    @property
    def root(self) -> Path:
        """The folder of the program; settings may stand elsewhere."""
        return Path(__file__).parents[2]

    @property
    def theme(self) -> Path:
        return self.conf.parent / self.settings["THEME"]

    @property
    def languages(self) -> Mapping[str, Mapping[str, Any]]:
        return self.settings["LANGUAGES"]

    @property
    def site_url(self) -> str:
        return self.settings["SITEURL"]


def read_options(conf: str = "", content: str = "", output: str = "", outbox: str = "",
                 var: str = "") -> Options:
    """Return the options of a command; an empty one is what the settings say.

    Raises SettingsError if the settings cannot be read or a folder does not exist.
    """
    path = Path(conf or SETTINGS).resolve()
    settings = _read_settings(path)
    root = path.parent
    options = Options(
        path, settings, *(Path(given).resolve() if given else root / default
                          for given, default in ((content, settings["PATH"]),
                                                 (output, settings["OUTPUT_PATH"]),
                                                 (outbox, settings["OUTBOX_PATH"]),
                                                 (var, "var"))))
    if not options.content.is_dir():
        raise SettingsError(say("{path}: there is no such folder; name the content folder with "
                                "“--content”", path=options.content))
    return options


def message_language(theme: Path, chosen: str = "", environment: Mapping[str, str] = os.environ
                     ) -> str:
    """Return the language of a command's messages: as chosen, else as LANG says, else French."""
    named = chosen or next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG")
                            if environment.get(name)), "")
    lang = named.partition(".")[0].partition("_")[0].lower()
    known = lang == "en" or catalogue_file(theme / "locale", lang).is_file()
    if chosen and not known:
        raise SettingsError(say("there are no messages in “{lang}”; write “--messages fr” or "
                                "“--messages en”", lang=chosen))
    return lang if known else "fr"


def _read_settings(path: Path) -> Mapping[str, Any]:
    try:
        settings = {name: value for name, value in runpy.run_path(str(path)).items()
                    if name.isupper()}
    except FileNotFoundError:
        raise SettingsError(say("{path}: there is no such settings file; name one with “--conf”",
                                path=path)) from None
    except Exception as error:
        # A settings file is a program; whatever stops it is for its author, in one line.
        raise SettingsError(say("{path}: the settings cannot be read: {reason}",
                                path=path, reason=error)) from None
    settings["SITEURL"] = (os.environ.get("SITEURL") or settings.get("SITEURL", "")).rstrip("/")
    address = urlsplit(settings["SITEURL"])
    if address.scheme not in ("http", "https") or not address.netloc:
        raise SettingsError(say("SITEURL is “{url}”; it must be the site’s full address, like "
                                "https://lettre.example", url=settings["SITEURL"]))
    if settings.get("DEFAULT_LANG") not in settings.get("LANGUAGES", {}):
        raise SettingsError(say("{path}: DEFAULT_LANG must be one of LANGUAGES", path=path))
    return settings
