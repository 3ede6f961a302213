"""Show what texts would become that are not saved yet, by the same code as a build."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from plugins.atomic import Staging
from plugins.build.build import Built, Tell, build
from plugins.build.memory import BuildMemory
from plugins.build.record import Ingredients
from plugins.build.saved import Saved, read_saved
from plugins.build.workshop import bare_requests, collected
from plugins.check.run import each_once, others
from plugins.content.derived import minutes
from plugins.core.files import Digests
from plugins.core.messages import Failure, Problem, errors
from plugins.core.project import Options
from plugins.images.encode import make
from plugins.newsletter.issue import PAGES
from plugins.newsletter.plugin import email_of
from plugins.site.contents import Contents, Entry, entry_of
from plugins.site.edition import Edition, EditionResult, Memory
from plugins.site.pages import content_of
from plugins.site.printing import EditionInProgress
from plugins.site.source_links import Body, topic_finder

if TYPE_CHECKING:
    from plugins.newsletter.email.render import Email


@dataclass(frozen=True)
class Proof:
    """What a text would become: its page, as a preview shows it, and an email that holds it.

    A page of the site is in no email. `problems` are those of its file, then the errors that it
    would make in others. Of a text that cannot be read there are only these, and its words.
    """

    problems: tuple[Problem, ...]
    page: str | None = None
    email: "Email | None" = None
    words: int = 0

    @property
    def minutes(self) -> int:
        """The minutes in which it is read."""
        return minutes(self.words)


class Workshop:
    """Builds a preview on each save, and shows what is not saved yet; any thread may ask.

    There is one build at a time, and one look. They share nothing that changes, so that who types
    need not wait for a build.
    """

    def __init__(self) -> None:
        """Begin with an empty memory."""
        self._building, self._looking = Lock(), Lock()
        self._memory = BuildMemory()
        self._known = Memory()
        self._digests = Digests()
        self._saved: Saved | None = None
        self._last: tuple[Saved, Mapping[Path, bytes], Path, Proof] | None = None

    def build(self, options: Options, tell: Tell) -> Built:
        """Build a preview, as `build` does; raises PublishError."""
        with self._building:
            try:
                return build(options, tell, preview=True, memory=self._memory)
            finally:
                self._known = self._memory.copy()

    def saved(self, options: Options) -> Saved:
        """Return the texts as they are on the disk; raises Failure if they cannot be read."""
        with self._looking:
            return self._as_saved(options)

    def settle(self, options: Options) -> None:
        """Read the texts before anybody asks, and let no search for unused memory look at them.

        Each such search would hold up who types.
        """
        with suppress(Failure):  # the build tells
            self.saved(options)
        gc.collect()
        gc.freeze()

    def look(self, options: Options, files: Mapping[Path, bytes], path: Path) -> Proof:
        """Return what one text would become if all these bytes were saved; nothing is written.

        `files` are texts of the content folder, `path` is one of them or is saved. What a plugin of
        the firm's own adds to pages is not shown: only Pelican asks it.
        """
        nowhere = Staging(options.output, options.output)
        request, found = next(bare_requests(options, nowhere, nowhere)), EditionResult("")
        with self._looking, collected(found, request):
            before = self._as_saved(options)
            if self._last and self._last[0] is before and self._last[1:3] == (files, path):
                return self._last[3]  # the page and the email of a text are asked for one by one
            after = before.with_texts({str(file): data for file, data in files.items()})
            proof = Proof(tuple(_problems(before, after, str(path), set(map(str, files)))),
                          words=_words(after, path, files))
            for more in (_with_page, _with_email):
                with collected(found, request):
                    proof = more(after, str(path), proof)
            proof = replace(proof, problems=(*proof.problems, *found.problems))
            self._last = before, files, path, proof
            return proof
        return Proof(tuple(found.problems))

    def picture(self, address: str) -> bytes | None:
        """Return a file of a picture that a page has shown and no build has made; else None."""
        if not (saved := self._saved):
            return None
        for edition, _ in saved.editions.values():
            for picture in list(edition.pictures.values()):
                if any(one.path == address for one in picture.renditions):
                    options = saved.options
                    made = next(make([picture], options.content, options.theme / "cards",
                                     options.cache / "images"))
                    return None if isinstance(made, Problem) else made[address]
        return None

    def _as_saved(self, options: Options) -> Saved:
        """Return the texts as they are on the disk now."""
        ingredients, saved = Ingredients(options, True, self._digests), self._saved
        if saved and ingredients.is_read() and ingredients.others == saved.others:
            self._saved = saved.as_of(ingredients.texts)
        else:
            self._saved = read_saved(options, ingredients, self._known)
        return self._saved


def _problems(before: Saved, after: Saved, path: str, unsaved: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with a text, then the errors that it makes elsewhere."""
    text, known, now = after.site.by_path.get(path), before.checked, after.checked
    yield from each_once([
        *now.alone[path].problems, *(problem for problem in now.of_site if problem.path == path),
        *now.among.get(path, ()), *(after.damaged(text) if text else ())])
    elsewhere = others(errors(now.of_site), known.of_site)
    for other, problems in now.among.items():
        if other != path and problems is not (told := known.among.get(other, ())):
            elsewhere += others(errors(problems), told)
    yield from (problem for problem in each_once(elsewhere) if problem.path not in unsaved)


def _words(after: Saved, path: Path, files: Mapping[Path, bytes]) -> int:
    """Return how many words a text has, though it may have no page."""
    reading = after.read(str(path), files[path]).reading if path in files else None
    return reading.length if reading else 0


def _with_page(after: Saved, path: str, proof: Proof) -> Proof:
    """Return the proof with the page of a text that can be read."""
    if not (shown := after.shown(path)):
        return proof
    with after.edition(shown.lang) as progress:
        for entry, plan in progress.planner.texts():
            if entry.path == path:
                planned = plan()
                text = content_of(planned.values)
                return replace(proof, page=planned.render(progress.env), words=text.length)
    return proof


def _with_email(after: Saved, path: str, proof: Proof) -> Proof:
    """Return the proof with the email of a text that can be read."""
    if not (shown := after.shown(path)):
        return proof
    with after.edition(shown.lang) as progress:
        try:
            return replace(proof, email=_email(progress, shown))
        except Failure as error:
            return replace(proof, problems=(*proof.problems, Problem(path, 0, error.message)))


def _email(progress: EditionInProgress, text: Entry) -> "Email | None":
    """Return the email of an issue or, for an article, of the newest issue that names it."""
    edition, contents = progress.edition, progress.planner.contents
    if text.kind == "page" or not contents.pages.keys() >= set(PAGES):
        return None
    for issue in contents.issues:
        if issue.path == text.path or (text.kind == "article"
                                       and text.key in issue.header.listed("articles")):
            return email_of(edition, contents, progress.env, issue)
    issue = _issue_of(text, edition, contents)
    return email_of(edition, contents.showing({issue.path: Body.of("", issue.source, 0)}),
                    progress.env, issue)


def _issue_of(article: Entry, edition: Edition, contents: Contents) -> Entry:
    """Return an issue of one article, which shows as much of it as the newest one does."""
    newest = contents.issues[:1]
    written = "\n".join([
        f"date: {article.date}", f"subject: {article.header.get('title')}",
        f"preview: {article.header.get('summary')}", f"articles: {article.key}",
        *(f"show: {issue.header.get('show') or 'summary'}" for issue in newest)])
    path = edition.options.content / "issues" / f"{article.date:%Y-%m}.{article.lang}.md"
    entry = entry_of(edition.read(path, f"{written}\n\n".encode()), edition.declared,
                     edition.addresses, edition.today,
                     topic_finder(edition.declared, edition.addresses))
    return replace(entry, number=max((issue.number for issue in contents.issues), default=0) + 1)
