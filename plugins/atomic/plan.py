"""Work out what a commit does to a folder, and refuse what would harm a file of somebody else's."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plugins.atomic.disk import PublishError, checked, folded, is_regular_file, parents, same_file
from plugins.atomic.staging import Staging, published
from plugins.core.messages import Message, say, some


@dataclass(frozen=True)
class Plan:
    """What a commit does to one root, in this order; paths are relative to the root."""

    staging: Staging
    clear: tuple[str, ...]
    """Removed first: a folder must take the place of this file, or the other way round."""
    replace: tuple[str, ...]
    remove: tuple[str, ...]
    listed: tuple[str, ...]
    """The new manifest."""

    @property
    def changes(self) -> bool:
        """Whether anything in the root or its manifest becomes different."""
        return bool(self.clear or self.replace or self.remove
                    or set(self.listed) != published(self.staging.root))


def make_plan(staging: Staging, produced: Collection[str]) -> Plan:
    """Return what makes the root equal to `produced`; nothing is changed yet.

    Raises PublishError if two paths need one place, a promised file was never written, a file
    that is not ours is in the way, or a folder may not be written to.
    """
    listed = sorted({checked(path, staging.root) for path in produced})
    _refuse_clash(listed)
    return _plan(staging, listed, published(staging.root), listed)


def plan_changes(staging: Staging, changed: Collection[str], gone: Collection[str] = ()) -> Plan:
    """Return what makes some of our files others, or new, and takes away those that are `gone`.

    All others stay as they are. Raises PublishError as `make_plan` does.
    """
    ours = published(staging.root)
    listed = sorted(ours.difference(gone).union(changed))
    if ours != set(listed):
        _refuse_clash(listed)
    return _plan(staging, sorted(changed), ours, listed)


def _plan(staging: Staging, produced: Iterable[str], ours: frozenset[str], listed: Sequence[str]
          ) -> Plan:
    root = staging.root
    staged = tuple(path for path in produced if is_regular_file(staging.files / path))
    _refuse_missing(root, set(produced).difference(staged))
    gone = [] if ours.issubset(listed) else _gone(root, ours, listed)
    clear = _standing_in_the_way(gone, listed) if gone else ()
    _refuse_foreign(root, staged, ours)
    _refuse_closed(root, [*staged, *gone])
    return Plan(staging, clear, staged, tuple(path for path in gone if path not in set(clear)),
                tuple(listed))


def _gone(root: Path, ours: Iterable[str], listed: Iterable[str]) -> list[str]:
    """Return what is no longer published; where the disk ignores case, a new spelling is no loss.

    There the old spelling still leads to the new file, and removing it would remove both.
    """
    spellings = {folded(path): path for path in listed}
    kept = set(spellings.values())
    return [path for path in sorted(ours)
            if path not in kept and not _respelt(root, path, spellings)]


def _respelt(root: Path, path: str, spellings: Mapping[str, str]) -> bool:
    """Tell whether `path` leads to a file that is known under another spelling."""
    twin = spellings.get(folded(path))
    return twin is not None and same_file(root / path, root / twin)


def _standing_in_the_way(gone: Iterable[str], listed: Iterable[str]) -> tuple[str, ...]:
    files = {folded(path) for path in listed}
    folders = {parent for path in files for parent in parents(path)}
    return tuple(path for path in gone
                 if folded(path) in folders or not files.isdisjoint(parents(folded(path))))


def _refuse_clash(listed: Iterable[str]) -> None:
    """Hold every build to the strictest disk, so that a site can move from Linux to macOS."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in listed:
        for names, name in ((files, path), *((folders, parent) for parent in parents(path))):
            if names.setdefault(folded(name), name) != name:
                raise _clash(names[folded(name)], name)
    for name in files.keys() & folders.keys():
        raise _clash(files[name], folders[name] + "/")


def _clash(one: str, other: str) -> PublishError:
    return PublishError(say("“{one}” and “{other}” need the same place on some disks; change one "
                            "of the two addresses", one=one, other=other))


def _refuse_missing(root: Path, unstaged: Iterable[str]) -> None:
    missing = sorted(path for path in unstaged if not (root / path).is_file())
    if missing:
        raise PublishError(say("{files}: the build has left this out, taking it for unchanged; "
                               "delete the folder “var” and build again",
                               files=_named(root, missing)))


def _refuse_foreign(root: Path, staged: Iterable[str], ours: frozenset[str]) -> None:
    foreign = sorted(set(_foreign(root, staged, ours)))
    if foreign:
        raise PublishError(say("{files}: the site needs this place, which holds something that "
                               "the build did not put there; move or delete it, then build again",
                               files=_named(root, foreign)))


def _foreign(root: Path, staged: Iterable[str], ours: frozenset[str]) -> Iterator[str]:
    spellings = cache(lambda: {folded(path): path for path in ours})  # asked for a clash alone
    seen: set[str] = set()
    for path in staged:
        for name in (*parents(path), path):
            if name in seen:
                continue
            seen.add(name)
            if _is_folder(root / name):
                yield from _foreign_within(root, name, ours) if name == path else ()
            elif not os.path.lexists(root / name):
                break
            # Through a link among the folders we would write into somebody else's; a link in the
            # place of one of our files is only replaced.
            elif ((name not in ours and not _respelt(root, name, spellings()))
                  or (name != path and (root / name).is_symlink())):
                yield name


def _foreign_within(root: Path, folder: str, ours: frozenset[str]) -> Iterator[str]:
    """Yield what is not ours in a folder that must give way to a file."""
    above = {parent for path in ours for parent in parents(path)}
    for place, folders, files in os.walk(root / folder):
        here = Path(place).relative_to(root)
        for known, names in ((above, folders), (ours, files)):
            yield from (path for path in ((here / name).as_posix() for name in names)
                        if path not in known or (root / path).is_symlink())


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _refuse_closed(root: Path, paths: Iterable[str]) -> None:
    for folder in {(root / path).parent for path in paths}:
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        if nearest.is_dir() and not os.access(nearest, os.W_OK | os.X_OK):
            raise PublishError(say("{folder}: you may not write in this folder; correct its "
                                   "permissions, then build again", folder=nearest))


def _named(root: Path, paths: list[str]) -> Message | str:
    return some([str(root / path) for path in paths])
