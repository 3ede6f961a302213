"""Say what an import has done, and what needs a person, the most important first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from plugins.core.messages import LANGUAGES, Message, say
from plugins.importer.markdown import Loss
from plugins.importer.plan.moving import Imported
from plugins.importer.plan.texts import Made
from plugins.importer.proof import Difference
from plugins.importer.wordpress.export import Item

SHOWN = 5
"""Lines of one part that are shown on the screen; the file has all."""


@dataclass(frozen=True)
class Part:
    """What a person must know of one matter: its heading, and a line for each case."""

    heading: Message
    lines: tuple[Message, ...]

    @property
    def title(self) -> Message:
        """The heading, with how many cases there are if they are several."""
        if len(self.lines) == 1:
            return self.heading
        return say("{heading}: {count}", heading=self.heading, count=len(self.lines))


def parts(done: Imported) -> list[Part]:
    """Return what an import has to tell, in the order of importance; nothing that has no case."""
    told = (
        (say("Words differ from the old page; these texts are drafts until you have compared them"),
         _differing(done)),
        (say("These could not be converted; copy them by hand"), _failed(done)),
        (say("Broken places in the export"), (
            say("{path}:{line}: {message}", path=each.path.rpartition("/")[2], line=each.line,
                message=each.message) for each in done.breaks)),
        (say("Languages"), _languages(done)),
        (say("Files that are called otherwise now"), (
            say("{file} is {other} now", file=file, other=place.file)
            for file, place in done.renamed.items())),
        (say("Imported before, and no text of this export; delete what is gone from the old site"),
         map(Message, done.gone)),
        (say("Written or changed here, not by an import; these files stay as they are"),
         _edited(done)),
        (say("The first page of the old site"), _first(done)),
        (say("Without a translation that the export names; give two files the same name before "
             "“.fr.md” and “.en.md”, and they are one text"), _unpaired(done)),
        (say("Forms, of which a person must check to whom they send"), _forms(done)),
        (say("What could not be kept of a text"), _losses(done)),
        (say("Pictures and documents that are missing"), _missing(done)),
        (say("Not published, on purpose"), _held(done)),
        (say("Nothing is made of these"), _left(done)),
        (say("Categories, tags and menus"), (*done.topics.told, *done.menus.told)),
        (say("Links to the old site at which the export has nothing"), _lost(done)),
        (say("What became of the old addresses"), _old(done)),
        (say("Comments, which are left out"), _comments(done)),
    )
    return [Part(heading, tuple(lines)) for heading, each in told if (lines := tuple(each))]


def counts(done: Imported) -> Message:
    """Return what was made of the export, in one sentence."""
    kinds = Counter(made.place.kind for made in done.made.values() if made.written)
    fates = Counter(each.fate for each in done.decisions)
    return say("Articles: {articles}; pages: {pages}; drafts among them: {drafts}. Files new: "
               "{new}; changed: {changed}; as they were: {same}; left alone: {alone}.",
               articles=kinds["article"], pages=kinds["page"],
               drafts=sum(made.draft for made in done.made.values()), new=fates["new"],
               changed=fates["changed"], same=fates["same"],
               alone=fates["edited"] + fates["both"] + fates["deleted"])


def written(told: Sequence[Part], summary: Message, gettext: Callable[[str], str]) -> str:
    """Return the whole report as a text."""
    lines = [summary.render(gettext), ""]
    for part in told:
        heading = part.title.render(gettext)
        lines += [heading, "-" * len(heading), *(f"- {line.render(gettext)}"
                                                 for line in part.lines), ""]
    return "\n".join(lines)


def shown(told: Sequence[Part]) -> Iterator[Message]:
    """Yield what the screen shows of a report."""
    for part in told:
        yield part.title
        shown_lines = SHOWN if len(part.lines) > SHOWN + 1 else SHOWN + 1  # never “1 more”
        yield from (say("  {line}", line=line) for line in part.lines[:shown_lines])
        if len(part.lines) > shown_lines:
            yield say("  … and {count} more in the report", count=len(part.lines) - shown_lines)


def _differing(done: Imported) -> Iterator[Message]:
    for made in done.made.values():
        for each in made.differences:
            yield say("{file} ({place}): {difference}", file=made.place.file,
                      place=_place(done.items[made.number]), difference=_difference(each))


def _difference(each: Difference) -> Message:
    """Say which words differ, and behind which."""
    if not each.after:
        return say("“{words}” is missing after “{near}”", words=each.before, near=each.near)
    if not each.before:
        return say("“{words}” is new after “{near}”", words=each.after, near=each.near)
    return say("after “{near}” stands “{after}” for “{before}”", near=each.near,
               before=each.before, after=each.after)


def _failed(done: Imported) -> Iterator[Message]:
    for made in done.made.values():
        if made.failed:
            yield _titled(done.items[made.number])


def _languages(done: Imported) -> Iterator[Message]:
    for code, count in done.spoken.others.items():
        yield say("texts in “{code}”: {count}, left out; declare the language in firm.toml with "
                  "{example}, then import again", code=code, count=count,
                  example=f'{code}.name = "…" ([languages])')
    guessed = Counter(chosen.lang for chosen in done.sorted.texts
                      if chosen.item.number in done.spoken.guessed)
    if guessed and len({*done.spoken.items.values()}) > 1:
        for lang, count in guessed.items():
            yield say("texts of which the export does not say the language: {count}, taken as "
                      "{language}", count=count, language=LANGUAGES.get(lang, lang))


def _edited(done: Imported) -> Iterator[Message]:
    told = {
        "both": say("is otherwise here than in the export:"),
        "edited": say("was edited here; the export has not changed"),
        "deleted": say("was deleted here, and is not written again"),
    }
    for each in done.decisions:
        if each.fate in told:
            difference = "".join(f"\n    {line}" for line in each.difference)
            yield say("{file} {fate}{difference}", file=each.file, fate=told[each.fate],
                      difference=difference)


def _first(done: Imported) -> Iterator[Message]:
    home = done.export.home.rstrip("/")
    for number, item in done.items.items():
        place = done.places[number]
        if place.kind == "page" and item.link.rstrip("/") in (home, f"{home}/{place.lang}"):
            yield say("{file} was it; here the newest articles come first, and it is a page like "
                      "others: name “{key}” in “[menu]” of firm.toml, or take over its words "
                      "elsewhere and delete it", file=place.file, key=place.key)


def _unpaired(done: Imported) -> Iterator[Message]:
    paired = {number for group in done.spoken.translations for number in group.values()}
    if len({chosen.lang for chosen in done.sorted.texts}) > 1:
        for chosen in done.sorted.texts:
            if chosen.item.number not in paired and not chosen.held:
                yield say("{file}: {title}", file=done.places[chosen.item.number].file,
                          title=_title(chosen.item))


def _forms(done: Imported) -> Iterator[Message]:
    for form in done.forms:
        yield from (say("forms/{key}.toml: {what}", key=form.key, what=_beside(loss))
                    for loss in form.losses)


def _losses(done: Imported) -> Iterator[Message]:
    for made in done.made.values():
        for loss in made.losses:
            yield say("{file} ({place}): {what}", file=made.place.file,
                      place=_place(done.items[made.number]), what=_beside(loss))


def _missing(done: Imported) -> Iterator[Message]:
    for name, files in _files(done, lambda made: made.missing):
        yield say("{name}, in {files}: copy it from the old server into the folder that "
                  "“--uploads” names, then import again", name=name, files=files)
    for path, fault in done.faults.items():
        yield say("{path} is not taken over: {fault}", path=path, fault=fault)


def _held(done: Imported) -> Iterator[Message]:
    for chosen in done.sorted.texts:
        if chosen.held:
            yield say("{file}: {why}", file=done.places[chosen.item.number].file, why=chosen.held)


def _left(done: Imported) -> Iterator[Message]:
    for each in done.sorted.left:
        yield say("{titled}: {why}", titled=_titled(each.item), why=each.why)
    for made in done.made.values():
        if made.empty:
            yield say("{titled}: it has no words", titled=_titled(done.items[made.number]))


def _lost(done: Imported) -> Iterator[Message]:
    for address, files in _files(done, lambda made: made.lost):
        yield say("{address}, in {files}", address=address, files=files)


def _files(done: Imported, told: Callable[[Made], Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield each of what is told of texts, with the first files that have it."""
    named: dict[str, list[str]] = defaultdict(list)
    for made in done.made.values():
        for each in told(made):
            named[each].append(made.place.file)
    yield from ((each, ", ".join(files[:3])) for each, files in named.items())


def _old(done: Imported) -> Iterator[Message]:
    if done.old.rows:
        yield say("{count} of them lead to what is here now, by redirects.csv",
                  count=len(done.old.rows))
    yield from map(_beside, done.old.losses)


def _comments(done: Imported) -> Iterator[Message]:
    if count := sum(item.comments for item in done.export.items):
        yield say("comments of readers: {count}; this site has none, and answers by email",
                  count=count)


def _beside(loss: Loss) -> Message:
    """Return what was not kept, with the words beside it if there are any."""
    return say("{what} (“{near}”)", what=loss.what, near=loss.near) if loss.near else loss.what


def _titled(item: Item) -> Message:
    return say("“{title}” ({place})", title=_title(item), place=_place(item))


def _title(item: Item) -> str:
    return unescape(item.title) or item.slug or str(item.number)


def _place(item: Item) -> str:
    return f"{item.file.rpartition('/')[2]}:{item.line}"
