"""A small real site in a folder of its own, built as an editor builds it."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fcntl import LOCK_EX, flock
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from bs4 import BeautifulSoup

from plugins.build.build import Built, build
from plugins.check.run import missing_words
from plugins.content.firm import LEGAL_PAGES, firm_mark
from plugins.core import process
from plugins.core.project import Options, read_options

PROJECT = Path(__file__).parent.parent

TOPICS = """\
[categories.brief]
name.fr = "Brève"
name.en = "Brief"
slug.fr = "breve"
slug.en = "brief"

[tags.trade]
name.fr = "Commerce"
name.en = "Trade"
slug.fr = "commerce"
slug.en = "trade"

[authors.editors]
name.fr = "La rédaction"
name.en = "The editors"
slug.fr = "la-redaction"
slug.en = "the-editors"
"""

PAGES = {"contact": "{form}contact", "subscribe": "{form}subscribe"}
OTHER_PAGES = ("thanks-contact", "thanks-subscribe")


OWN_VALUES = {
    "Cabinet Lettre de Chine": "Cabinet Durand", "lettre.example": "durand.fr",
    "000 000 000": "123 456 789", "000000000": "123456789", "+33 1 99 00 00": "+33 4 72 00 00",
    "Exemple": "Fleurs", "Prénom Nom": "Claire Durand", "First name Last name": "Claire Durand",
    "0123456789": "fedcba9876", "china-letter": "durand", "8 juillet 2024": "9 juillet 2024",
    "8 July 2024": "9 July 2024", "2 août 2024": "3 août 2024", "2 August 2024": "3 August 2024"}
"""What a firm writes in the place of the sample's values."""

LONGEST = ("reliability/test_exactly_once.py", "battery/test_use.py", "reliability/test_kills.py",
           "battery/test_checkers.py", "battery/test_email_windows.py", "commands/test_publish.py",
           "build/test_again.py", "build/test_headers.py", "page/test_browser_script.py",
           "tests/test_inv.py", "build/test_laws.py", "reliability/test_rehearsal.py",
           "tests/test_browser.py", "battery/test_email_battery.py", "battery/test_data.py",
           "mailchimp/test_faults.py", "search/test_page.py", "check/test_run.py",
           "delivery/test_crashes.py", "check/test_reading.py", "send/test_send.py",
           "atomic/test_commit.py", "email/test_render.py", "send/test_outcome.py")
"""The files that take longest, by their time: who began one last would end long after all."""

MADE = ("compressed", "icons")
"""What a build makes of the theme."""

SETTINGS = ("AWS_", "FORMS_", "LANG", "LC_", "MAILCHIMP_", "PRESS_FOLDER", "SITEURL", "SMTP_URL")
"""How the variables begin by which the program is set up for real work."""


def pytest_configure(config: pytest.Config) -> None:
    """Let nothing depend on how the suite was started."""
    Shared.folder = getattr(config, "workerinput", {}).get("shared", "")
    forget_settings()
    hear_ctrl_c()
    process.CONTEXT.set_forkserver_preload([*process.NEEDED, "tests.support.warm"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give all workers one folder for what is made once."""
    node.workerinput["shared"] = str(made_once())


def forget_settings() -> None:
    """Take away settings and language of who starts the suite; servers here need no proxy."""
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        del os.environ[name]
    # The way to the network itself stays: the wrapper's tests fetch a library.
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = f"{os.environ.get(name, '')},127.0.0.1,localhost".strip(",")


def hear_ctrl_c() -> None:
    """Let programs that tests start be ended by Ctrl-C, also where the suite itself is not."""
    # A shell has what a script starts in the background ignore SIGINT, and every process inherits
    # that from its parent; a handler it does not inherit.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda number, frame: None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Have the workers compile the tests together where that was not done yet, each a part.

    Each of them reads all tests, and to compile them takes longer than to run most.
    """
    gc.disable()  # nearly all that is read now stays to the end
    worker = getattr(session.config, "workerinput", None)
    if worker and session.config.args == session.config.getini("testpaths"):
        number, of = int(worker["workerid"].removeprefix("gw")), worker["workercount"]
        for path in sorted((PROJECT / "tests").rglob("test_*.py"))[number::of]:
            with suppress(Exception):  # what cannot be read is told when it is collected
                import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hold what needs a browser to be thorough; begin with the files that take longest.

    A window alone costs half a second of the processor. Other workers do the others meanwhile.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("thorough")
    place_of = cache(lambda path: next((place for place, name in enumerate(LONGEST)
                                        if path.as_posix().endswith(name)), len(LONGEST)))
    items.sort(key=lambda item: place_of(item.path))


def pytest_collection_finish() -> None:
    """Look for garbage again, but seldom, and no more in what was read, which takes long."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@dataclass(frozen=True)
class Site:
    """The folders of a site, with what a test does to them."""

    options: Options

    def write(self, path: str, text: str) -> Path:
        """Write a file of the content folder."""
        file = self.options.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def article(self, name: str, body: str, header: str = "") -> Path:
        """Write an article with the header that it needs and no warning arises from."""
        key = name.partition(".")[0]
        title = "" if "title:" in header else f"title: {key}\n"
        return self.write(f"articles/{name}", f"{title}category: brief\nsummary: S.\n"
                          f"slug: {key[11:]}\n{header + chr(10) if header else ''}\n{body}\n")

    def build(self, preview: bool = False) -> Built:
        """Build the site and return what was found."""
        return build(self.options, lambda message: None, preview=preview)

    def errors(self) -> list[str]:
        """Build the site and return its errors as `path:line: message`, in English."""
        return [f"{os.path.relpath(problem.path, self.options.content.parent)}:{problem.line}: "
                f"{problem.message}" for problem in self.build().problems
                if problem.level == "error"]

    def page(self, address: str) -> BeautifulSoup:
        """Return a built page, read."""
        return BeautifulSoup((self.options.output / address / "index.html").read_text("utf-8"),
                             "html.parser")

    def with_options(self, **values: object) -> "Site":
        """Return the same site with other options."""
        return Site(replace(self.options, **values))  # type: ignore[arg-type]

    def with_settings(self, conf: Path, **settings: object) -> "Site":
        """Return the same site with settings of its own, which are written into a file."""
        settings = {"THEME": str(PROJECT / "theme"), **settings}
        conf.write_text(f"import sys\nsys.path[:0] = [{str(PROJECT)!r}, {str(conf.parent)!r}]\n"
                        "from pelicanconf import *\n" + "".join(
                            f"{name} = {value!r}\n" for name, value in settings.items()), "utf-8")
        return self.with_options(conf=conf, settings={**self.options.settings, **settings})

    def own(self) -> "Site":
        """Return the site of a firm that has replaced what is the sample's, as publishing asks."""
        for path in (self.options.content / "firm.toml",
                     *(self.options.content / "forms").glob("*.toml")):
            text = path.read_text("utf-8")
            for sample, own in OWN_VALUES.items():
                text = text.replace(sample, own)
            path.write_text(text, encoding="utf-8")
        return self.with_options(settings={**self.options.settings, "SITEURL": "https://durand.fr"})

    def copied(self, folder: Path) -> "Site":
        """Return a copy of the site, built as far as it is, in another folder."""
        shutil.copytree(self.options.content.parent, folder, dirs_exist_ok=True, symlinks=True)
        return self.with_options(**{name: folder / name
                                    for name in ("content", "output", "outbox", "var")})

    def files(self) -> dict[str, bytes]:
        """Return every published file of the site and of the outbox."""
        return {str(path.relative_to(self.options.output.parent)): path.read_bytes()
                for root in (self.options.output, self.options.outbox)
                for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site that has all it needs and no article."""
    return new_site(tmp_path)


def new_site(folder: Path) -> Site:
    """Lay the content of a site that has all it needs and no article."""
    content = folder / "content"
    content.mkdir()
    shutil.copy(PROJECT / "content" / "firm.toml", content)
    shutil.copytree(PROJECT / "content" / "forms", content / "forms")
    new = Site(read_options(str(PROJECT / "pelicanconf.py"), str(content),
                            str(folder / "output"), str(folder / "outbox"),
                            str(folder / "var")))
    new.write("topics.toml", TOPICS)
    new.options.cache.mkdir(parents=True)
    (new.options.cache / "words").write_bytes(words_stamp())
    for made in MADE:
        (new.options.cache / made).symlink_to(made_once() / made)
    for lang in ("fr", "en"):
        for key, form in PAGES.items():
            new.write(f"pages/{key}.{lang}.md", f"title: {key}\n\n[{key}]({form})\n")
        for key in OTHER_PAGES:
            new.write(f"pages/{key}.{lang}.md", f"title: {key}\n\nText.\n")
        for key, facts in LEGAL_PAGES.items():
            places = "\n\n".join(map(firm_mark, facts))
            new.write(f"pages/{key}.{lang}.md",
                      f"title: {key}\ntemplate: legal\n\nText.\n\n{places}\n")
    return new


def words_stamp() -> bytes:
    """Return by what a build knows that no word lacks a translation: to look takes a second."""
    options = replace(read_options(str(PROJECT / "pelicanconf.py")), var=made_once())
    stamp = options.cache / "words"
    with locked(made_once() / "lock"):
        if not stamp.exists():
            missing_words(options)
    return stamp.read_bytes()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let other workers wait until the block ends."""
    with path.open("w") as lock:
        flock(lock, LOCK_EX)
        yield


class Shared:
    """Where workers keep what is made once for all of them; empty for who works alone."""

    folder = ""


@cache
def made_once() -> Path:
    """Return the folder of what is made once for all workers: sites, and what a theme becomes."""
    if not Shared.folder:
        Shared.own = TemporaryDirectory()
        for made in MADE:
            Path(Shared.own.name, made).mkdir()
    return Path(Shared.folder or Shared.own.name)


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    """Return what sets the rights that no new file gets, whatever they are for the suite."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Chromium once for the tests of a module."""
    from tests.support.chromium import chromium
    with chromium() as browser:
        yield browser


@pytest.fixture
def catalogue() -> Callable[[str], str]:
    """Return the French words of the commands."""
    from plugins.core.i18n import load_desk
    return load_desk(PROJECT / "theme" / "locale", "fr").gettext
