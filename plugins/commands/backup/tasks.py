"""Back up what visitors sent and what was done at the newsletter's provider; restore it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.commands.declare import command
from plugins.commands.forms.submissions import (
    AGREED,
    database,
    declared_forms,
    is_agreed,
    site_clock,
)
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, Message, say
from plugins.core.project import Options, caller_folder, from_here

if TYPE_CHECKING:
    from plugins.commands.backup.archive import Backup
    from plugins.forms.records.backup import BroughtBack

PASSING = ("sessions", "tries")
"""What the desk knows of who is there now: of no use later."""

RESTORE = "restore"
"""What is typed to agree to a restoration."""


@command(say("Copy into one file what no build makes again: submissions, journal, desk, settings."),
         file=say("the new file to write, such as lettre-2018-07-03.zip"))
def backup(terminal: Terminal, options: Options, file: str) -> int:
    """Write what is kept in `var`, the lists of our files, and settings without secrets."""
    # Slow to import: `./inv --list` opens no store.
    from plugins.commands.backup.archive import (
        DESK,
        FORMS,
        JOURNAL,
        SITES,
        Backup,
        lists_of_files,
        now,
        settings_files,
        write_backup,
    )
    from plugins.core.files import reading
    from plugins.forms.records.backup import copy_of
    path, journal = caller_folder() / file, _journal(options)
    if not path.parent.is_dir():
        raise Failure(say("{path}: there is no such folder; create it, or name another file",
                          path=from_here(path.parent)))
    with reading(options.var):
        settings, secrets = settings_files(options)
        kept = {FORMS: copy_of(database(options)), DESK: copy_of(options.desk, PASSING),
                SITES: lists_of_files(options),
                JOURNAL: journal.read_bytes() if journal.is_file() else None, **settings}
    held = {name: data for name, data in kept.items() if data is not None}
    write_backup(path, Backup(now(), held))
    terminal.problems(secrets)
    for name, missing in ((FORMS, database(options)), (JOURNAL, journal)):
        if name not in held:
            terminal.say(say("{path}: not there, so not in the backup.", path=from_here(missing)))
    terminal.say(say("{path}: written and read back ({size} kB). It holds personal data, and you "
                     "alone can read it: keep it encrypted, elsewhere.", path=from_here(path),
                     size=-(-path.stat().st_size // 1000)))
    return 0


@command(say("Bring back from a backup what is missing here (asks for confirmation)."),
         file=say("the file that “./inv backup” wrote"), confirm=AGREED)
def restore(terminal: Terminal, options: Options, file: str, confirm: str = "") -> int:
    """Say what would come back and what is in doubt; bring it back once a person has agreed."""
    from plugins.atomic import lock, recover
    from plugins.commands.backup.archive import read_backup
    path = caller_folder() / file
    held = read_backup(path)
    terminal.say(say("{path}: made on {time}, complete.", path=from_here(path),
                     time=site_clock(options)(held.at)))
    roots = [options.output, options.outbox]
    with lock([*roots, options.var]):  # no build, no command of the newsletter
        recover(roots)
        found = _restore(options, held, trial=True)
        for line in _told(found):
            terminal.say(line)
        if not found.anything:
            terminal.say(say("All that is in it is here already. Nothing was done."))
            return 0
        if not is_agreed(terminal, RESTORE, confirm, say(
                "Nothing of it is delivered or sent by this. Type “{word}” to go on; anything else "
                "cancels:", word=RESTORE)):
            return 1
        _restore(options, held, trial=False)
    for line in _to_do(found):
        terminal.say(line)
    return 0


@dataclass(frozen=True)
class Found:
    """What a backup brings back: submissions, lines of the journal, files; what is in doubt."""

    forms: "BroughtBack"
    journal_differs: bool
    doubtful: tuple[str, ...]
    files: int
    settings: tuple[Path, ...]
    kept: tuple[Path, ...]

    @property
    def anything(self) -> bool:
        """Whether anything comes back."""
        return bool(self.forms.submissions or self.forms.made or self.journal_differs
                    or self.files or self.settings)


def _restore(options: Options, held: "Backup", *, trial: bool) -> Found:
    """Bring everything back, the journal first: what it holds keeps an issue from leaving twice.

    Killed anywhere, each part stands as it was or whole, and the next time completes it.
    """
    from plugins.atomic import adopt, published
    from plugins.commands.backup.archive import FORMS, JOURNAL, SITES, now, ours_again
    from plugins.core.files import reading, write_atomically, writing
    from plugins.forms.delivery.plan import planner
    from plugins.forms.records.backup import BroughtBack, bring_back
    from plugins.newsletter.journal import with_lines_of
    journal = _journal(options)
    with reading(journal):
        ours = _decoded(journal.read_bytes()) if journal.is_file() else ""
    merged, doubtful = with_lines_of(ours, _decoded(held.files.get(JOURNAL, b"")), now())
    if merged != ours and not trial:
        with writing(journal):
            journal.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(journal, merged.encode(errors="surrogateescape"))
    forms = bring_back(database(options), held.files[FORMS], planner(declared_forms(options)),
                       held.at, trial=trial) if FORMS in held.files else BroughtBack()
    files = 0
    for name, root in (("output", options.output), ("outbox", options.outbox)):
        again = set(ours_again(held.files[SITES], name, root)) - published(root)
        files += len(again)
        if again and not trial:
            adopt(root, again)
    missing, kept = _whole_files(options, held)
    for path, data in missing.items() if not trial else ():
        with writing(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, data)
    return Found(forms, merged != ours, tuple(doubtful), files, tuple(missing), kept)


def _whole_files(options: Options, held: "Backup") -> tuple[dict[Path, bytes], tuple[Path, ...]]:
    """Return the settings files and the desk that are not here, and those that differ here."""
    from plugins.commands.backup.archive import DESK, SETTINGS_FOLDER
    folder = options.conf.parent
    named = {folder / Path(name).name: data for name, data in held.files.items()
             if name.startswith(SETTINGS_FOLDER)}
    if DESK in held.files:
        named[options.desk] = held.files[DESK]
    return ({path: data for path, data in named.items() if not path.exists()},
            tuple(path for path, data in named.items()
                  if path.is_file() and path.read_bytes() != data))


def _told(found: Found) -> Iterator[Message]:
    """Yield what comes back, and what may have been done since the backup was made."""
    forms = found.forms
    if forms.submissions:
        yield say("Submissions that come back: {number}. Whoever has asked since to be erased must "
                  "be erased again (“./inv forms.erase”).", number=forms.submissions)
    if forms.doubtful:
        yield say("Their deliveries that may have been made since: {number}. They are parked, none "
                  "is made by itself.", number=forms.doubtful)
    if forms.made:
        yield say("Deliveries that only the backup knows to be made, and that are not made again: "
                  "{number}.", number=forms.made)
    if found.journal_differs:
        yield say("The newsletter’s journal is completed; nothing is taken out of it.")
    if found.doubtful:
        yield say("Campaigns that may have left since: {titles}. None is sent or changed before "
                  "that is settled.", titles=", ".join(found.doubtful))
    if found.files:
        yield say("Files of site and emails that count as ours again: {number}.",
                  number=found.files)
    for path in found.settings:
        yield say("{path}: comes back.", path=from_here(path))
    for path in found.kept:
        yield say("{path}: differs from the backup, and stays as it is.", path=from_here(path))


def _to_do(found: Found) -> Iterator[Message]:
    yield say("Restored.")
    if found.forms.doubtful:
        yield say("Look at what is parked with “./inv forms.list --state parked”; then “./inv "
                  "forms.retry” has it delivered, “./inv forms.drop” gives it up.")
    for issue in dict.fromkeys(title.split("/")[-2] for title in found.doubtful if "/" in title):
        yield say("Settle whether it has left: “./inv newsletter.reconcile {issue}”.", issue=issue)


def _journal(options: Options) -> Path:
    from plugins.newsletter.journal import NAME
    return options.var / NAME


def _decoded(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
