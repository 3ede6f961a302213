"""The versions of a text were changed on the same day: the one left behind says less."""

from collections.abc import Iterator

from plugins.check.site_texts import Contents
from plugins.content.text import Text, path_in
from plugins.core.messages import Problem, say


def outdated_translations(contents: Contents) -> Iterator[Problem]:
    """Yield a warning at each text for each version that was changed after it."""
    for text in contents.texts:
        for other in contents.versions[text.kind, text.key].values():
            if is_behind(text, other) and other.changed:
                yield Problem(text.path, text.line_of("modified"), say(
                    "the version in “{lang}” was changed on {day}, after this one; bring this one "
                    "up to date, then write “modified: {day}”",
                    lang=other.lang, day=other.changed.isoformat()), "warning")


def is_behind(text: Text, other: Text) -> bool:
    """Tell whether `other` was changed after `text`; a page that names no day is older."""
    day = text.changed or text.date
    return other.changed is not None and (day is None or other.changed > day)


def same_addresses(contents: Contents) -> Iterator[Problem]:
    """Yield an error at each text whose address another page has already."""
    taken: dict[str, Text] = {}
    # The one whose address was chosen is the one to change.
    for text in sorted(contents.texts, key=lambda text: ("slug" in text.lines, text.key)):
        address = contents.addresses[text.path]
        other = taken.setdefault(address, text)
        owner = contents.lists.get(address, "") or other.path.rpartition("/")[2]
        if (address in contents.lists or other is not text) \
                and (other is text or other.key != text.key):  # same keys are told already
            yield Problem(text.path, text.line_of("slug"), say(
                "the address “/{url}” belongs to {other} already; give one of the two another "
                "“slug”", url=address, other=owner))


def missing_pages(contents: Contents) -> Iterator[Problem]:
    """Yield an error for each page that is needed and that readers cannot reach."""
    for key, declaration in contents.needed.items():
        for lang in contents.languages:
            file = f"pages/{key}.{lang}.md"
            path = f"{contents.root}/{file}"
            if path in contents.published | contents.unreadable:
                continue
            if declaration:
                yield Problem(declaration, 0, say(
                    "the form needs the page “{file}”, which does not exist; write it", file=file))
            else:
                yield Problem(path, 0, say(
                    "pages and emails lead to this page, and it does not exist or is not "
                    "published; write it"))


def missing_translations(contents: Contents) -> Iterator[Problem]:
    """Yield a warning at each text for each language in which there is no file of it."""
    for text in contents.texts:
        for lang in contents.languages:
            path = path_in(lang, text.path, text.lang)
            if lang not in contents.versions[text.kind, text.key] \
                    and path not in contents.unreadable:
                yield Problem(text.path, 1, say(
                    "there is no version in “{lang}”; write {name}", lang=lang,
                    name=path.rpartition("/")[2]),
                    "warning")
