"""Gather what a command works on: the settings, the folders, the language of its messages."""

import os
import re
import runpy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import permutations
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from plugins.core.firm_file import FIRM_FILE, HOMES, SITE, TABLES, line_of_setting
from plugins.core.messages import Failure, Message, Problem, SettingsError, placed, say
from plugins.core.toml import line_of, read_toml

SETTINGS, PRODUCTION = "pelicanconf.py", "publishconf.py"

# It is written into files for web servers, where a space or a semicolon would be a word of theirs.
ADDRESS = re.compile(r"https?://(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\])(?::\d+)?(?:/[\w.~%-]+)*",
                     re.ASCII | re.IGNORECASE)

REQUIRED = {
    "LANGUAGES": dict, "DEFAULT_LANG": str, "SITEURL": str, "TIMEZONE": str, "PATH": str,
    "THEME": str, "OUTPUT_PATH": str, "OUTBOX_PATH": str, "PREVIEW": bool, "PLUGINS": list,
    "STATIC_PATHS": list, "NEWSLETTER": dict, "PRODUCTION": bool, "LIST_SIZE": int,
}

OWN = {*REQUIRED, *SITE.values(), *TABLES.values()}
"""The settings of this program."""

PAGE_PLUGINS = [f"plugins.{part}.plugin" for part in
                ("images", "forms.page", "newsletter", "cards", "linked_data")]
"""What adds to the pages of an edition, with Pelican or without."""

PLUGINS = ["plugins.site.plugin", *PAGE_PLUGINS, "plugins.build.plugin"]

RENAMED = {
    "plugins.editions.plugin": "plugins.site.plugin",
    "plugins.articles.plugin": "",
    "plugins.content.plugin": "",
    "plugins.forms.plugin": "plugins.forms.page.plugin",
    "plugins.press.plugin": "plugins.build.plugin",
}
"""Plugins of earlier versions by their names: what they are called now, nothing if gone."""

THEME_PARTS = ("templates/base.html", "templates/email", "templates/forms", "static", "locale")
"""Without which a theme is one of Pelican's, for pages that are made otherwise."""

Languages = Mapping[str, Mapping[str, Any]]
"""What the setting `LANGUAGES` declares of each edition."""


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
        """The folder of the program; settings may be elsewhere."""
        return Path(__file__).parents[2]

    @property
    def theme(self) -> Path:
        """The folder of templates, styles and words."""
        return self.conf.parent / str(self.settings["THEME"])

    @property
    def templates(self) -> tuple[Path, Path]:
        """The folders of templates: the firm's own, of which each replaces the theme's."""
        return self.content / "templates", self.theme / "templates"

    @property
    def cache(self) -> Path:
        """Where what is slow to make is kept, by its content; it may be deleted at any time."""
        return self.var / "cache"

    @property
    def desk(self) -> Path:
        """The database of the desk: who may come, and what is typed and not saved."""
        return self.var / "desk" / "desk.sqlite3"

    @property
    def languages(self) -> Languages:
        """What is declared of each edition."""
        languages: Languages = self.settings["LANGUAGES"]
        return languages

    @property
    def today(self) -> date:
        """The day where the site is published."""
        return today_in(self.settings["TIMEZONE"])

    @property
    def site_url(self) -> str:
        """The full address of the site, without a slash at its end."""
        return str(self.settings["SITEURL"])

    @property
    def forms_url(self) -> str:
        """The root of the receiver's addresses; empty if they are the site's own."""
        return str(self.settings["FORMS_URL"])


def today_in(zone: str) -> date:
    """Return the day in a time zone."""
    return datetime.now(ZoneInfo(zone)).date()


def caller_folder() -> Path:
    """Return the folder in which the command was called; `inv` itself changes into its own."""
    return Path(os.environ.get("PRESS_FOLDER") or Path.cwd())


def from_here(path: str | PurePath) -> str:
    """Return a path as seen from the folder in which the command was called."""
    try:
        return str(Path(path).relative_to(caller_folder()))
    except ValueError:
        return str(path)


def read_options(conf: str = "", content: str = "", output: str = "", outbox: str = "",
                 var: str = "", usual: str = SETTINGS) -> Options:
    """Return the options of a command; an empty one is what the settings say, `usual` without conf.

    Raises SettingsError if the settings cannot be read, or a folder is missing or in another's
    way.
    """
    here = caller_folder()
    path = (here / conf if conf else Path(usual)).resolve()
    settings = _read_settings(path)
    folders = ((content, settings["PATH"]), (output, settings["OUTPUT_PATH"]),
               (outbox, settings["OUTBOX_PATH"]), (var, "var"))
    options = Options(path, settings, *(
        (here / given if given else path.parent / default).resolve()
        for given, default in folders))
    if not options.content.is_dir():
        raise SettingsError(say("{path}: there is no such folder; name the content folder with "
                                "“--content”", path=from_here(options.content)))
    refuse_other_theme(options)
    _refuse_nested(options)
    return options


def refuse_other_theme(options: Options) -> None:
    """Raise SettingsError if the theme was not made for this program."""
    missing = [part for part in THEME_PARTS if not (options.theme / part).exists()]
    if missing:
        raise SettingsError(say(
            "{path}: THEME names {theme}, which has no {missing} and cannot show this site; write "
            "{line}, or the name of a changed copy of that folder",
            path=_place(options.conf, "THEME"), theme=from_here(options.theme),
            missing=", ".join(missing), line='THEME = "theme"'))


def options_in(settings: Mapping[str, Any]) -> Options:
    """Return what a command would read from settings of Pelican's, which has made paths full."""
    folder = Path(settings["PATH"]).parent
    return Options(folder / SETTINGS, settings, Path(settings["PATH"]),
                   Path(settings["OUTPUT_PATH"]), folder / settings["OUTBOX_PATH"], folder / "var")


def again(options: Options) -> Options:
    """Return the options with the settings as they are by now; raises as `read_options` does."""
    return read_options(*map(str, (options.conf, options.content, options.output, options.outbox,
                                   options.var)))


def problem_of(error: SettingsError, options: Options) -> Problem:
    """Return what is wrong with a setting at its line of `firm.toml`, else of its table there."""
    path, (table, _, key) = options.content / FIRM_FILE, error.setting.partition(".")
    first, line = key.partition(".")[0], 0
    if table and path.is_file():
        # What the file does not say, and the settings do, is written in the settings.
        settings = options.settings.get(TABLES.get(table, ""), {})
        if first in read_toml(path).get(table, {}) or first not in settings:
            line = max(line_of(path, table, each) for each in (key, first))
    return Problem(str(path if line else options.conf), line, error.message)


def _refuse_nested(options: Options) -> None:
    content, output, outbox, var = options.content, options.output, options.outbox, options.var
    # The preview of `serve` is in var; nothing else may be in another's folder.
    for one, other in (*permutations((content, output, outbox), 2), (var, content), (var, output),
                       (var, outbox), (content, var)):
        if one == other:
            raise SettingsError(say("{path} is used for two things; content, site, emails and var "
                                    "each need their own folder", path=from_here(one)))
        if one.is_relative_to(other):
            raise SettingsError(say("{one} is inside {other}; content, site, emails and var each "
                                    "need their own folder",
                                    one=from_here(one), other=from_here(other)))


def _read_settings(path: Path) -> Mapping[str, Any]:
    try:
        settings = {name: value for name, value in runpy.run_path(str(path)).items()
                    if name.isupper()}
    except FileNotFoundError:
        raise SettingsError(say("{path}: there is no such settings file; name one with “--conf”",
                                path=path)) from None
    except Failure:  # says itself where
        raise
    except (Exception, SystemExit) as error:
        # A settings file is a program; whatever stops it is for its author, in one line.
        raise SettingsError(say("{path}: the settings cannot be read: {reason}", path=path,
                                reason=f"{type(error).__name__}: {error}")) from None
    settings["SITEURL"] = (os.environ.get("SITEURL") or settings.get("SITEURL", "")).rstrip("/")
    settings["FORMS_URL"] = str(settings.get("FORMS_URL", "")).rstrip("/")
    _refuse_renamed(path, settings.get("PLUGINS"))
    for name, message in _wrong_settings(settings):
        firm = path.parent / str(settings.get("PATH", "")) / FIRM_FILE
        line = line_of_setting(firm, name, settings.get(name))
        raise SettingsError(placed(message, f"{from_here(firm)}:{line}" if line else path))
    return settings


def _refuse_renamed(path: Path, plugins: object) -> None:
    """Raise SettingsError, with the line to write, where plugins have their former names."""
    if isinstance(plugins, list) and (former := [name for name in plugins if name in RENAMED]):
        names = dict.fromkeys(filter(None, (RENAMED.get(name, name) for name in plugins)))
        raise SettingsError(say(
            "{path}: PLUGINS names {former}, which have been renamed or are no longer needed; "
            "write PLUGINS = [{names}]", path=_place(path, former[0]), former=", ".join(former),
            names=", ".join(f'"{name}"' for name in names)))


def _place(path: Path, name: str) -> str:
    file, line = place_in_settings(path, name)
    return f"{file}:{line}" if line else str(file)


def place_in_settings(path: Path, name: str) -> tuple[Path, int]:
    """Return file and line with a name; settings for production take it from the others."""
    for file in (path, path.parent / SETTINGS):
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        for number, line in enumerate(lines, 1):
            if name in line and not line.lstrip().startswith("#"):
                return file, number
    return path, 0


def _wrong_settings(settings: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """Yield the name of each setting that is wrong, and what is wrong with it."""
    for name, kind in REQUIRED.items():
        if name in HOMES and not settings.get(name):
            yield name, say("the setting {name} is missing; write the table “[{table}]” in "
                            "firm.toml of the content folder, as docs/upgrading.md shows",
                            name=name, table=HOMES[name])
            return
        if not isinstance(settings.get(name), kind):
            yield name, say("the setting {name} is missing, or of the wrong kind; see "
                            "pelicanconf.py of the project", name=name)
            return
    if not is_address(settings["SITEURL"]):
        yield "SITEURL", say("SITEURL is “{url}”; it must be the site’s full address, like "
                             "https://lettre.example", url=settings["SITEURL"])
    if settings["FORMS_URL"] and not is_address(settings["FORMS_URL"]):
        yield "FORMS_URL", say("FORMS_URL is “{url}”; it must be the receiver’s full address, like "
                               "https://forms.firm.example, or empty", url=settings["FORMS_URL"])
    if settings["DEFAULT_LANG"] not in settings["LANGUAGES"]:
        yield "DEFAULT_LANG", say("DEFAULT_LANG must be one of LANGUAGES")
    if not is_time_zone(settings["TIMEZONE"]):
        yield "TIMEZONE", no_time_zone(settings["TIMEZONE"])
    missing = [name for name in PLUGINS if name not in settings["PLUGINS"]]
    if missing:
        yield "PLUGINS", say("PLUGINS lacks {names}, without which the site cannot be built; add "
                             "it", names=", ".join(missing))


def no_time_zone(name: str) -> Message:
    """Return that there is no time zone of this name."""
    return say("there is no time zone “{zone}”; write one like Europe/Paris", zone=name)


def is_time_zone(name: str) -> bool:
    """Tell whether this is the name of a time zone; to list them all takes long."""
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # a folder is neither a zone nor a file
        return False


def is_address(url: str) -> bool:
    """Tell whether this is the full address of a site, without a last slash."""
    try:
        return bool(ADDRESS.fullmatch(url)) and urlsplit(url).port != 0
    except ValueError:  # no such port
        return False
