"""Say what is wrong in the content: each text by itself, and what the texts say of each other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from plugins.atomic import last_built
from plugins.check import Contents, connections
from plugins.check.cache import Facts
from plugins.check.reading import declare, order_of, read_texts
from plugins.content.firm import legal_page_problems, legal_problems, load_firms
from plugins.content.reading import LISTED, Declarations
from plugins.content.text import Text, listed
from plugins.content.vocabularies import Topics
from plugins.core.files import digest_of
from plugins.core.i18n import untranslated
from plugins.core.messages import Failure, Problem, SettingsError, recorded
from plugins.core.project import Options
from plugins.forms.declaration.form import form_advice
from plugins.newsletter.issue import PAGES, Dated, header_problems, number_problems
from plugins.newsletter.utm import read_utm
from plugins.site.addresses import Addresses, addresses_of
from plugins.site.redirects import Redirect, read_redirects, wrong_redirects
from plugins.site.serving.files import ending

CONTENTS = ("article", "page", "issue", "category", "tag", "author")
"""The kinds of page whose addresses follow from the content alone."""


def check(options: Options, *, preview: bool = False) -> list[Problem]:
    """Return all that is wrong in the words, the declarations and the texts; change none of them.

    In a `preview`, readers reach drafts too.
    """
    return _looked_through(options, preview)[0]


def check_site(options: Options) -> list[Problem]:
    """Return all that is wrong in the content and in the emails that wait, and what will end."""
    problems, contents = _looked_through(options)
    problems += ending(options.output, datetime.now(UTC))
    if contents and last_built(options.outbox):
        # What it needs is loaded only where emails wait.
        from plugins.check.emails import waiting_problems
        problems += waiting_problems(options, contents, tuple(problems))
    return each_once(problems)


def gather(options: Options, declared: Declarations, facts: Iterable[Facts], preview: bool
           ) -> Contents:
    """Return the texts with all that the rules must know of the site."""
    known, today = list(facts), options.today
    texts = [found.text for found in known if found.text]
    addresses = addresses_of(options.languages)
    reached = [text for text in texts if preview or not text.stage(today)]
    statics = tuple(options.settings["STATIC_PATHS"])
    pages = known_addresses(reached, addresses, declared.topics)
    return Contents(
        texts, tuple(options.languages), str(options.content), statics,
        published=frozenset(text.path for text in reached),
        addresses={text.path: address_of(text, addresses) for text in texts},
        lists=list_addresses(addresses),
        leads=leads(pages, addresses, options.content, statics),
        needed=_needed(declared),
        unreadable=frozenset(found.problems[0].path for found in known if not found.text))


def missing_words(options: Options) -> list[Problem]:
    """Return each word without a translation; where there is none, remember it."""
    root, theme = options.root, options.theme
    digest = digest_of((*(root / "plugins").rglob("*.py"), *(root / "plugins").rglob("*.html"),
                        *(theme / "templates").rglob("*"), *(theme / "locale").rglob("*.po"),
                        root / "tasks.py"), tuple(options.languages))
    stamp = options.cache / "words"
    with suppress(OSError):
        if stamp.read_bytes() == digest:
            return []
    problems: list[Problem] = []
    for lang in options.languages:
        try:
            problems += untranslated(root, theme, lang)
        except Failure as error:
            problems.append(Problem(str(options.conf), 0, error.message))
    with suppress(OSError):
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_bytes(b"" if problems else digest)
    return problems


def each_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in the order of files and lines; what several say is told once."""
    once = {(problem.path, problem.line, str(problem.message)): problem for problem in problems}
    return sorted(once.values(), key=lambda problem: (problem.path, problem.line))


def _looked_through(options: Options, preview: bool = False
                    ) -> tuple[list[Problem], Contents | None]:
    """Return all that is wrong, and the texts, unless a declaration keeps them from being read."""
    problems = [*missing_words(options), *_lawful(options), *_settings(options)]
    contents: Contents | None = None
    moved: list[Redirect] = []
    with recorded(problems):
        load_firms(options.content / "firm.toml", options.languages)
    with recorded(problems):
        moved = read_redirects(options.content)
    with recorded(problems):
        order = order_of(options)
        declared = declare(order)
        facts = read_texts(order)
        contents = gather(options, declared, facts, preview)
        problems += (problem for found in facts for problem in found.problems)
        problems += (*connections(contents), *_issues(contents))
        problems += (problem for form in declared.forms.values() for problem in form_advice(form))
        problems += _redirects(options, contents, moved)
    return each_once(problems), contents


def _settings(options: Options) -> Iterator[Problem]:
    """Yield what is wrong with what the emails are built with."""
    try:
        read_utm(options.settings["NEWSLETTER"])
    except SettingsError as error:
        yield Problem(str(options.conf), 0, error.message)


def _lawful(options: Options) -> list[Problem]:
    """Return what the law asks the firm to say, and its data or its pages do not."""
    production = options.settings["PRODUCTION"]
    problems = legal_page_problems(options.content, options.languages, production)
    with recorded(problems):
        problems += legal_problems(options.content / "firm.toml", production)
    return problems


def _needed(declared: Declarations) -> Mapping[str, str]:
    """Return the keys of the pages that must exist, each with the form that needs it."""
    return dict.fromkeys(PAGES, "") | {key: form.path for form in declared.forms.values()
                                       for key in form.pages}


def _issues(contents: Contents) -> Iterator[Problem]:
    """Yield what is wrong with the articles and the number of each published issue."""
    keys: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for text in contents.texts:
        if text.kind == "article":
            there = keys if text.path in contents.published else held
            there.setdefault(text.lang, set()).add(text.key)
    for path in contents.unreadable:  # what is wrong with it is told already
        name, _, lang = path.rpartition("/")[2].removesuffix(".md").rpartition(".")
        keys.setdefault(lang, set()).add(name[len("2018-07-03-"):])
    issues = [text for text in contents.texts
              if text.kind == "issue" and text.path in contents.published]
    for text in issues:
        yield from header_problems(text.path, text.header, keys.get(text.lang, set()), text.lines,
                                   held.get(text.lang, set()))
    yield from number_problems(
        Dated(text.path, text.key, text.date, text.header.get("number", ""), text.line_of("number"))
        for text in issues if text.date)


def _redirects(options: Options, contents: Contents, moved: list[Redirect]) -> Iterator[Problem]:
    """Yield what is wrong with the old addresses, as far as the content alone tells."""
    known = {file: contents.leads(file.removesuffix("index.html"))
             for row in moved for file in (row.file, row.old, row.target)}
    built = {file for file, leads in known.items() if leads}
    untold = {row.target for row in moved if known[row.target] is None} - {
        row.file for row in moved}
    yield from wrong_redirects(options.content, moved, built | untold)


def address_of(text: Text, addresses: Mapping[str, Addresses]) -> str:
    """Return the address of a text."""
    return addresses[text.lang].content(text.kind, text.header.get("slug") or text.key)


def list_addresses(addresses: Mapping[str, Addresses]) -> dict[str, str]:
    """Return the addresses of the press's own pages, each with its template."""
    return {address: f"{name}.html" for own in addresses.values()
            for name, address in own.lists.items()}


def known_addresses(published: Iterable[Text], addresses: Mapping[str, Addresses], topics: Topics
                    ) -> set[str]:
    """Return the address of every page whose existence follows from the content."""
    found = {"", *list_addresses(addresses), *(own.feed for own in addresses.values())}
    for text in published:
        found.add(address_of(text, addresses))
        if text.kind == "article":
            found.update(_topics_of(text, addresses[text.lang], topics))
    return found


def leads(known: set[str], addresses: Mapping[str, Addresses], content: Path,
          statics: Iterable[str]) -> Callable[[str], bool | None]:
    """Return what says whether an address leads somewhere; None, where only a build can tell."""
    prefixes = [own.content(kind, "\0").partition("\0")[0]
                for own in addresses.values() for kind in CONTENTS]

    def tell(address: str) -> bool | None:
        if address in known or f"{address}/" in known:
            return True
        if any(address.startswith(f"{folder}/") for folder in statics):
            return (content / address).is_file()
        named = (address[len(prefix):].removesuffix("/") for prefix in prefixes
                 if address.startswith(prefix))
        # What has a dot or a slash in it may be a feed or a page of a list.
        return False if any(name and not set(name) & set("./") for name in named) else None

    return tell


def _topics_of(text: Text, own: Addresses, topics: Topics) -> Iterator[str]:
    for kind, name in LISTED.items():
        for key in listed(text.header.get(name, "")):
            if key in topics[kind]:
                yield own.content(kind, topics[kind][key].slugs[text.lang])
