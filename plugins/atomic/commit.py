"""Carry a commit out whole, or complete it after a crash."""

import fcntl
import os
import platform
import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from plugins.atomic.disk import (
    PublishError,
    journal_file,
    manifest_file,
    move,
    parents,
    read_json,
    remove,
    state_folder,
    write_json,
    writing_below,
)
from plugins.atomic.plan import Plan, make_plan
from plugins.atomic.staging import Staging, clear, confirm
from plugins.core.files import flush
from plugins.core.messages import say


def commit(builds: Sequence[tuple[Staging, Collection[str]]],
           plan: Callable[[Staging, Collection[str]], Plan] = make_plan) -> list[Plan]:
    """Make each root equal to its build, all of them together; return what was done.

    Each build is its staging with every path that the root is to hold, written or unchanged; or,
    with `plan_changes` for the `plan`, with those that may be written otherwise. The caller holds
    the lock. Killed at any moment, either nothing has begun or `recover` completes it. Raises
    PublishError before anything has begun, or when the disk refuses in the middle: then `recover`
    completes it as well.
    """
    main = builds[0][0].root
    with writing_below(main):
        plans = [plan(staging, produced) for staging, produced in builds]
    if any(each.changes for each in plans):
        with writing_below(main):
            _begin(plans)
        _finish(main)
    for each in plans:
        confirm(each.staging.root)
        clear(each.staging.root)
    return plans


def recover(roots: Sequence[Path]) -> bool:
    """Complete the commit that a crash has left in `roots`; tell whether there was one.

    Whatever a build has left that never came to a commit is removed. The caller holds the lock.
    """
    mains = [main for main in map(_interrupted, roots) if main]
    for main in dict.fromkeys(mains):
        held = {root.resolve() for root in roots}
        with lock(set(_roots(main, read_json(journal_file(main)))) - held):
            _finish(main)
    for root in roots:
        clear(root)
    return bool(mains)


def _begin(plans: Sequence[Plan]) -> None:
    """Put the journal down: before its last step nothing has begun, after it all is certain."""
    for plan in plans:
        write_json(plan.staging.manifest, plan.listed)
        files = plan.staging.files
        flush(files / path for path in plan.replace)
        flush(Path(folder) for folder, _, _ in os.walk(files))
        flush(list(files.parents)[1:4])
    main, *others = (plan.staging.root for plan in plans)
    name = uuid.uuid4().hex
    for root in others:
        write_json(journal_file(root), {"id": name, "main": _relative(main, root)})
    write_json(journal_file(main), {"id": name, "roots": [_entry(main, plan) for plan in plans]})


def _entry(main: Path, plan: Plan) -> dict[str, object]:
    return {"root": _relative(plan.staging.root, main), "staging": plan.staging.folder.name,
            "clear": plan.clear, "replace": plan.replace, "remove": plan.remove}


def _finish(main: Path) -> None:
    """Do all that the journal in `main` lists, however much of it has been done, and drop it."""
    journal = read_json(journal_file(main))
    roots = _roots(main, journal)
    with writing_below(main):
        for root, entry in zip(roots, journal["roots"], strict=True):
            _apply(root, entry)
        for root in roots:
            journal_file(root).unlink(missing_ok=True)
            flush([state_folder(root)])
            shutil.rmtree(state_folder(root) / "staging", ignore_errors=True)


def _apply(root: Path, entry: Mapping[str, Any]) -> None:
    staging = Staging(root, state_folder(root) / "staging" / entry["staging"])
    root.mkdir(parents=True, exist_ok=True)
    for path in entry["clear"]:
        remove(root, path)
    for path in entry["replace"]:
        move(staging.files / path, root / path)
    for path in entry["remove"]:
        remove(root, path)
    move(staging.manifest, manifest_file(root))
    touched = {folder for name in ("clear", "replace", "remove") for path in entry[name]
               for folder in parents(path)}
    flush(folder for folder in (root.parent, root, state_folder(root), *map(root.joinpath, touched))
          if folder.is_dir())


def _interrupted(root: Path) -> Path | None:
    """Return the root whose journal concerns `root`, if a commit stopped in the middle.

    Of several roots the first holds the journal, the others a note that leads to it. A note
    without its journal is left from a commit that never began, or that is done.
    """
    note = read_json(journal_file(root))
    if note is None or "main" not in note:
        return root.resolve() if note else None
    main = Path(root.resolve(), note["main"]).resolve()
    journal = read_json(journal_file(main))
    if journal and journal["id"] == note["id"]:
        return main
    journal_file(root).unlink()
    return None


def _roots(main: Path, journal: Mapping[str, Any]) -> list[Path]:
    return [(main / entry["root"]).resolve() for entry in journal["roots"]]


def _relative(root: Path, other: Path) -> str:
    """Return `root` as seen from `other`: the project may be moved before a commit is completed."""
    return os.path.relpath(root, other)


@contextmanager
def lock(roots: Iterable[Path]) -> Iterator[None]:
    """Keep other processes from publishing into any of `roots`.

    The kernel drops the lock with its process, however that ends, so the file may stay. Raises
    PublishError, naming the process, if another one holds it.
    """
    with ExitStack() as stack:
        # In one order for all, or two commands could each hold what the other wants.
        for root in sorted({root.resolve() for root in roots}):
            stack.enter_context(_held(root))
        yield


@contextmanager
def _held(root: Path) -> Iterator[None]:
    path = state_folder(root) / "lock"
    with writing_below(root):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(descriptor, root)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
            # Closing is not enough: a forked child shares the lock until it is given back.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _take(descriptor: int, root: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        process, _, host = os.pread(descriptor, 200, 0).decode().strip().partition(" ")
        raise PublishError(say("{root}: another command (process {process} on {host}) is "
                               "publishing there; wait until it has ended, then run yours again",
                               root=root, process=process or "?", host=host or "?")) from None
    with writing_below(root):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {platform.node()}\n".encode(), 0)
