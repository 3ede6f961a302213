"""Move an export in: read it, plan, convert until no text leads to what is not there, and write."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile
from urllib.parse import urlsplit

from plugins.core.files import writing
from plugins.core.messages import Failure, Message, Problem, say
from plugins.core.project import Options
from plugins.forms.declaration.load import load_forms
from plugins.importer.plan.addresses import (
    Known,
    as_written,
    lead_on,
    other_paths,
    where_now,
)
from plugins.importer.plan.declarations import Menus, plan_menus, with_menus, with_topics
from plugins.importer.plan.forms import FOLDER, declare_forms, read_shared
from plugins.importer.plan.kinds import Sorted, described_otherwise, sort_items
from plugins.importer.plan.links import find_leads
from plugins.importer.plan.places import Place, place_texts, read_there
from plugins.importer.plan.terms import TopicPlan, plan_topics
from plugins.importer.plan.texts import Job, Made, Work, attachments, make_jobs, make_texts
from plugins.importer.plan.uploads import Upload, read_uploads, upload_fault
from plugins.importer.wordpress.addresses import OldAddresses
from plugins.importer.wordpress.export import Export, Item, contents, read_export
from plugins.importer.wordpress.forms import ImportedForm
from plugins.importer.wordpress.languages import TEXTS, Spoken, find_languages
from plugins.importer.write import (
    WRITTEN,
    Decision,
    Folder,
    Memory,
    begin,
    decide,
    discard,
    put,
    remembered,
)
from plugins.register.authors import load_all_topics
from plugins.site.addresses import addresses_of

ROUNDS = 6
"""How often texts are converted again because of what others have become; twice is the rule."""

Step = Callable[[Message], None]


@dataclass(frozen=True)
class Request:
    """What a person asks for."""

    exports: tuple[Path, ...]
    uploads: Path | None = None
    lang: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Imported:
    """All that an import has found and done, for its report."""

    export: Export
    spoken: Spoken
    sorted: Sorted
    items: Mapping[int, Item]
    """Those of which texts are made, by their numbers."""

    places: Mapping[int, Place]
    topics: TopicPlan
    menus: Menus
    made: Mapping[int, Made]
    decisions: tuple[Decision, ...]
    added: tuple[str, ...]
    """The declarations to which something was added."""

    old: OldAddresses
    forms: tuple[ImportedForm, ...] = ()
    renamed: Mapping[str, Place] = field(default_factory=dict)
    """Files of the last import whose texts have another place now."""

    gone: tuple[str, ...] = ()
    """Files of the last import of which this export has no text."""

    faults: Mapping[str, Message] = field(default_factory=dict)
    """What is wrong with uploads, by their paths."""

    breaks: tuple[Problem, ...] = ()


def move_in(options: Options, request: Request, step: Step) -> Imported:
    """Import an export into the content folder; raises Failure where it cannot be begun.

    A dry run does all of it but the last step.
    """
    folder = Folder(options.content, options.var / "imports")
    memory = begin(folder)
    step(say("Reading the export …"))
    export = read_export(request.exports)
    mover = _Mover(options, request, folder, memory, export)
    mover.convert(step)
    return mover.write(step)


class _Mover:
    """Carries one import through."""

    def __init__(self, options: Options, request: Request, folder: Folder,
                 memory: Memory, export: Export) -> None:
        self.options, self.request, self.folder = options, request, folder
        self.memory, self.export = memory, export
        languages = list(options.languages)
        self.zone = str(options.settings["TIMEZONE"])
        self.spoken = find_languages(export, languages, request.lang)
        _refuse_unspoken(export, self.spoken, languages)
        self.sorted = sort_items(export, self.spoken, self.zone)
        editions = addresses_of(options.languages)
        self.there = read_there(options.content, languages)
        before = {item: file for file, item in memory.items.items()}
        unedited = memory.unedited(options.content)
        self.places = place_texts(self.sorted.texts, self.spoken, self.there, editions,
                                  before, unedited)
        self.renamed = {before[number]: place for number, place in self.places.items()
                        if before.get(number) in unedited and before[number] != place.file}
        declared = load_all_topics(options.content, languages)
        self.topics = plan_topics(export, self.sorted.texts, self.spoken, declared, languages)
        self.known = Known(export, self.spoken, self.places, self.topics, declared, editions,
                           urlsplit(options.site_url).path.rstrip("/"))
        self.uploads = read_uploads(request.uploads, options.content, memory.written)
        hoped = where_now(self.known, [text for text in self.sorted.texts if not text.held],
                          options.today)
        self.lists = hoped.lists
        self.shared = read_shared(export, contents(request.exports))
        self.forms_there, _ = load_forms(options.content / FOLDER, languages)
        self._staged_forms(())
        staged, _ = load_forms(folder.staged / FOLDER, languages, content=options.content)
        self.work = Work((), find_leads(export, self.places, self.uploads,
                                        other_paths(hoped, self.known)), self.shared.blocks,
                         attachments(export), folder.staged, self.forms_there | staged)
        self.made: dict[int, Made] = {}
        self.faults: dict[str, Message] = {}
        self.by_name = {upload.file: upload for upload in self.uploads.files.values()}

    def convert(self, step: Step) -> None:
        """Convert all texts, and those again that lead to what is not there."""
        refused = frozenset(self._held_files())
        wanted: Collection[int] | None = None
        for _ in range(ROUNDS):
            self.work = replace(self.work, leads=self.work.leads.without(refused))
            for count, made in enumerate(make_texts(self._jobs(wanted), self.work), 1):
                self.made[made.number] = made
                if count % 50 == 0:
                    step(say("Converting: {count} of {all} …", count=count,
                             all=len(wanted or self.sorted.texts)))
            refused = frozenset(self._refused()) - self.work.leads.refused
            wanted = {made.number for made in self.made.values()
                      if refused & {*made.used, *(used.partition("#")[0] for used in made.used),
                                    *made.uploads}}
            if not wanted:
                return

    def write(self, step: Step) -> Imported:
        """Put what differs into the content folder, unless only asked what would be."""
        step(say("Comparing with the content folder …"))
        written = [made for made in self.made.values() if made.written]
        uploads = list(self._staged_uploads())
        forms = self._staged_forms([made.number for made in self.made.values() if made.published])
        decisions = tuple(decide(self.folder, [
            *uploads, *(f"{FOLDER}/{form.key}.toml" for form in forms),
            *(made.place.file for made in written)], self.memory))
        there = {made.number: made.place for made in written}
        menus = plan_menus(self.export, there, self.topics.keys, self.spoken, self.there)
        old, table = self._old_addresses(decisions)
        added = {**with_topics(self.options.content, self.topics.new),
                 **with_menus(self.options.content, {
                     "menu": menus.menu, "foot": menus.foot}), **table}
        if self.request.dry_run:
            discard(self.folder)
        else:
            with writing(self.folder.staged):
                for name, data in added.items():
                    (self.folder.staged / name).write_bytes(data)
            changed = [each.file for each in decisions if each.fate in WRITTEN]
            items = {place.file: number for number, place in self.places.items()}
            put(self.folder, [*added, *changed], self.renamed, remembered(
                decisions, self.memory, items, self.renamed))
        return Imported(
            self.export, self.spoken, self.sorted,
            {text.item.number: text.item for text in self.sorted.texts}, self.places, self.topics,
            menus, self.made, decisions, tuple(added), old, forms, self.renamed,
            tuple(file for file, number in self.memory.items.items()
                  if number not in self.places and (self.options.content / file).exists()),
            self.faults, self.export.breaks)

    def _old_addresses(self, decisions: Sequence[Decision]
                       ) -> tuple[OldAddresses, Mapping[str, bytes]]:
        """Return the rows for old addresses, after what readers reach is known."""
        content = self.options.content
        known, reached = as_written(self.known, self.sorted.texts, self.made, decisions, content)
        shown = {each.file for each in decisions if each.fate != "deleted"}

        def upload(address: str) -> str:
            found = self.uploads.find(address)
            return f"/{found.file}" if found and found.file in shown else ""

        return lead_on(known, replace(where_now(known, reached, self.options.today),
                                      upload=upload),
                       where_now(known, self.sorted.texts, self.options.today),
                       self.there, self.renamed, content,
                       [address for made in self.made.values() for address in made.seen])

    def _staged_forms(self, reached: Collection[int]) -> tuple[ImportedForm, ...]:
        """Stage the declarations of all forms, and return them."""
        staged = self.folder.staged / FOLDER
        forms = declare_forms(self.shared, self.spoken, list(self.options.languages),
                              self.forms_there, self.memory.written, self.places, reached)
        with writing(staged):
            staged.mkdir(parents=True, exist_ok=True)
            for form in forms:
                (staged / f"{form.key}.toml").write_text(form.toml, encoding="utf-8")
        return forms

    def _jobs(self, wanted: Collection[int] | None) -> Iterator[Job]:
        texts = [text for text in self.sorted.texts
                 if wanted is None or text.item.number in wanted]
        return make_jobs(texts, contents(self.request.exports), self.places, self.topics.named,
                         self.zone, self.work.attached,
                         described_otherwise(self.sorted.texts, self.spoken))

    def _held_files(self) -> Iterator[str]:
        """Yield the files that readers cannot reach, as far as nothing need be converted for it."""
        for text in self.sorted.texts:
            file = self.places[text.item.number].file
            is_gone = file in self.memory.written and not (self.options.content / file).exists()
            if text.held or is_gone or (
                    text.kind == "article" and text.day > self.options.today):
                yield file

    def _refused(self) -> Iterator[str]:
        """Yield what no published text may lead to, after all were converted."""
        yield from self.lists - where_now(
            self.known, [text for text in self.sorted.texts
                         if self.made[text.item.number].published], self.options.today).lists
        anchors = {made.place.file: made.anchors for made in self.made.values()}
        for made in self.made.values():
            if not made.published:
                yield made.place.file
            for target in made.used:
                file, mark, anchor = target.partition("#")
                if mark and anchor not in anchors.get(file, ()):
                    yield target
        for file in {file for made in self.made.values() for file in made.uploads}:
            if fault := upload_fault(Path(self.by_name[file].path)):
                self.faults[self.by_name[file].path] = fault
                yield file

    def _staged_uploads(self) -> Iterator[str]:
        """Stage each upload that a text shows and that is not there yet; yield their names."""
        for file in sorted({file for made in self.made.values() for file in made.uploads}):
            if file not in self.work.leads.refused:
                _copy(self.by_name[file], self.folder)
                yield file


def _copy(upload: Upload, folder: Folder) -> None:
    target = folder.staged / upload.file
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(upload.path, target)


def _refuse_unspoken(export: Export, spoken: Spoken, languages: Sequence[str]) -> None:
    """Raise Failure if nothing says in which language the texts are."""
    texts = [item for item in export.items if item.kind in TEXTS]
    if texts and not spoken.items and not spoken.others:
        raise Failure(say(
            "the export does not say in which language its texts are; add “--lang” with one of "
            "{langs}", langs=", ".join(languages)))
