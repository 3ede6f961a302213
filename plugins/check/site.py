"""Find what the texts together lack or have twice: keys, addresses, pages, versions, numbers.

And where menus and old addresses lead to none of them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from plugins.check.site_texts import SiteTexts
from plugins.content.firm import DECLARED, SECTIONS
from plugins.content.reading import Declarations
from plugins.content.text import Text, listed, path_in
from plugins.core.firm_file import FIRM_FILE
from plugins.core.messages import Problem, language_name, say
from plugins.core.toml import line_of
from plugins.newsletter.issue import Dated, header_problems, number_problems
from plugins.register.laws import Day, Deadline, Law
from plugins.register.moved import changes, moved_since
from plugins.register.standing import occurrences
from plugins.site.redirects import places, wrong_redirects

A_YEAR = timedelta(days=365)
"""How long it is worth saying that a deadline has passed."""


OWN_PAGES = {
    "index": say("the home page"), "archives": say("the list of articles"),
    "issues": say("the list of issues"), "categories": say("the list of topics"),
    "tags": say("the list of keywords"), "authors": say("the list of authors"),
    "laws": say("the list of laws"), "calendar": say("the calendar"),
    "glossary": say("the glossary"), "search": say("the search page"),
    "missing": say("the page that says that there is none"), "law": say("the page of a law"),
    "category": say("the page of a topic"), "tag": say("the page of a keyword"),
    "author": say("the page of an author")}
"""What the program makes itself, as an editor calls it."""


def same_keys(site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at each text whose key another one of its kind and language has already."""
    for text in site.texts:
        first = site.versions[text.kind, text.key][text.lang]
        if first is not text:
            yield Problem(text.path, 0, say(
                "{other} has the same key “{key}”; rename one of the two files",
                other=first.path.rpartition("/")[2], key=text.key))


def same_addresses(site: SiteTexts) -> Iterator[Problem]:
    """Yield an error at each text whose address another page has already."""
    taken: dict[str, Text] = {}
    # The one whose address was chosen is the one to change.
    for text in sorted(site.texts, key=lambda text: ("slug" in text.lines, text.key)):
        address = site.addresses[text.path]
        other = taken.setdefault(address, text)
        owner = OWN_PAGES.get(site.own_pages.get(address, "")) or other.path.rpartition("/")[2]
        if (address in site.own_pages or other is not text) \
                and (other is text or other.key != text.key):  # same keys are reported already
            yield Problem(text.path, text.line_of("slug"), say(
                "the address “/{url}” belongs to {other} already; give one of the two another "
                "“slug”", url=address, other=owner))


def missing_pages(site: SiteTexts) -> Iterator[Problem]:
    """Yield an error for each page that is needed and that readers cannot reach."""
    for key, declaration in site.needed.items():
        for lang in site.languages:
            file = f"pages/{key}.{lang}.md"
            path = f"{site.root}/{file}"
            if path in site.published | site.unreadable:
                continue
            if declaration:
                yield Problem(declaration, 0, say(
                    "the form needs the page “{file}”, which does not exist; write it", file=file))
            else:
                yield Problem(path, 0, say(
                    "pages and emails lead to this page, and it does not exist or is not "
                    "published; write it"))


def missing_translations(site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which there is no file of it."""
    for text in site.texts:
        for lang in site.languages:
            path = path_in(lang, text.path, text.lang)
            if lang not in site.versions[text.kind, text.key] \
                    and path not in site.unreadable:
                yield Problem(text.path, 1, say(
                    "there is no version in {language}; write {name}", language=language_name(lang),
                    name=path.rpartition("/")[2]),
                    "warning")


def outdated_translations(site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning at each text for each version that was changed after it."""
    for text in site.texts:
        for other in site.versions[text.kind, text.key].values():
            if is_behind(text, other) and other.changed:
                yield Problem(text.path, text.line_of("modified"), say(
                    "the version in {language} was changed on {day}, after this one; bring this "
                    "one up to date, then write “modified: {day}”",
                    language=language_name(other.lang), day=other.changed.isoformat()), "warning")


def is_behind(text: Text, other: Text) -> bool:
    """Tell whether `other` was changed after `text`; a page that names no day is older."""
    day = text.changed or text.date
    return other.changed is not None and (day is None or other.changed > day)


def moved_laws(site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning at each article for each law that has changed since it was written."""
    changed = changes(site.laws, site.today)
    for text in site.texts:
        written = max(filter(None, (text.date, text.changed)), default=None)
        named = listed(text.header.get("laws", ""))
        for key in named:
            if written and (change := moved_since(changed.get(key, ()), written, named)):
                yield Problem(text.path, text.line_of("laws"), say(
                    "the law “{key}” has changed since ({day}, laws.toml), and readers are told "
                    "so; bring the text up to date, then write “modified: {today}”",
                    key=key, day=change.day.iso, today=site.today.isoformat()), "warning")


def wrong_issues(site: SiteTexts) -> Iterator[Problem]:
    """Yield a problem at each published issue whose articles are not published with it."""
    keys: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for text in site.texts:
        if text.kind == "article":
            there = keys if text.path in site.published else held
            there.setdefault(text.lang, set()).add(text.key)
    for path in site.unreadable:  # what is wrong with it is reported already
        name, _, lang = path.rpartition("/")[2].removesuffix(".md").rpartition(".")
        keys.setdefault(lang, set()).add(name[len("2018-07-03-"):])
    for text in _published_issues(site):
        yield from header_problems(text.path, text.header, keys.get(text.lang, set()), text.lines,
                                   held.get(text.lang, set()))


def wrong_numbers(site: SiteTexts) -> Iterator[Problem]:
    """Yield a problem at each published issue whose number is another’s, or out of order."""
    yield from number_problems(
        Dated(text.path, text.key, text.date, text.header.get("number", ""), text.line_of("number"))
        for text in _published_issues(site) if text.date)


def untold_deadlines(site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning for each deadline of the past year of which no article had told readers.

    An article tells of it if it names the law, and readers could read it by that day.
    """
    for key, law in site.laws.items():
        for number, deadline in enumerate(law.deadlines, 1):
            day = _last_passed(law, deadline, site.today)
            if day and site.today - day <= A_YEAR and not any(
                    text.date and text.date <= day for text in _articles_on(key, site)):
                path = Path(site.root, "laws.toml")
                yield Problem(str(path), line_of(path, f"{key}.deadlines", "day", number), say(
                    "the deadline of {day}, “{what}”, has passed without a word: no article that "
                    "names “{key}” among its laws appeared by then; tell readers now, or take it "
                    "out", day=day.isoformat(), what=deadline.what[site.languages[0]], key=key),
                    "warning")


def unannounced(site: SiteTexts) -> Iterator[Problem]:
    """Yield a warning for each date that issues announce before anybody could know of it.

    An issue names what was known on its own day; of a law without days nothing says since when.
    """
    first = min((text.date for text in _published_issues(site) if text.date), default=date.max)
    path = Path(site.root, "laws.toml")
    for key, law in site.laws.items():
        for place, day, missing in () if law.known else _unannounced(key, law):
            if day.last >= first:
                yield Problem(str(path), line_of(path, *place), say(
                    "nothing says since when {day} is known, so issues of any date announce it; "
                    "add “promulgated” to “{key}”, or “{missing}” here",
                    day=day.iso, key=key, missing=missing), "warning")


def _unannounced(key: str, law: Law) -> Iterator[tuple[tuple[str, str, int], Day, str]]:
    """Yield where a day stands of which nothing says since when it is known, and what would."""
    if law.repealed and not law.repeal_announced:
        yield (key, "repealed", 1), law.repealed, "repeal_announced"
    yield from (((f"{key}.deadlines", "day", number), each.day, "announced")
                for number, each in enumerate(law.deadlines, 1) if not each.announced)


def _last_passed(law: Law, deadline: Deadline, today: date) -> date | None:
    return max((day.last for day in occurrences(deadline, law.repealed, today)
                if day.last < today), default=None)


def _articles_on(law: str, site: SiteTexts) -> Iterator[Text]:
    return (text for text in site.texts if text.kind == "article" and text.path in site.published
            and law in listed(text.header.get("laws", "")))


def _published_issues(site: SiteTexts) -> list[Text]:
    return [text for text in site.texts if text.kind == "issue" and text.path in site.published]


def wrong_menus(site: SiteTexts, declared: Declarations) -> Iterator[Problem]:
    """Yield each key in a menu that names nothing."""
    path = Path(site.root, FIRM_FILE)
    for lang, own in site.publishers.items():
        pages = [key for (kind, key), versions in site.versions.items()
                 if kind == "page" and lang in versions]
        sections = [key for key in SECTIONS if key not in declared.absent]
        known = (*pages, *declared.topics["category"], *sections)
        for table, keys in (("menu", own.menu), ("foot", own.foot)):
            for key in keys:
                if key in DECLARED and key not in known:
                    yield Problem(str(path), line_of(path, table, lang), say(
                        "“{key}” shows what {file} declares, and that is nothing; declare "
                        "something, or take “{key}” away", key=key, file=DECLARED[key]))
                elif key not in known:
                    yield Problem(str(path), line_of(path, table, lang), say(
                        "“{key}” is no page, category or section; write one of {known}",
                        key=key, known=", ".join(known)))


def wrong_old_addresses(site: SiteTexts) -> Iterator[Problem]:
    """Yield what is wrong with the old addresses, as far as the content alone shows it."""
    files = {file for row in site.moved for file in (*places(row.file), row.target)}
    told = {file: site.prints(file.removesuffix("index.html")) for file in files}
    # Of a text that cannot be read nobody knows the address.
    untold = {row.target for row in site.moved if site.unreadable
              or (told[row.target] is None and row.target.endswith(".pdf"))}
    built = {file for file, there in told.items() if there}
    yield from wrong_redirects(Path(site.root), site.moved, built, untold)
