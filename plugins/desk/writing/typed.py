"""Turn a file into what a form shows of it, and what was typed there into bytes of the file.

What nobody has edited keeps every byte: the mark at the front of the file, the end of each line,
spaces, the order of the header and its comments, and a last line that has no end.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plugins.content.header import KEYS, LINE, read_header, split
from plugins.content.source import Source
from plugins.core.files import content_digest
from plugins.core.messages import ContentError, not_utf8

MARK = "\ufeff"

END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class Form:
    """A text as a form shows it: the value of each key of its header, what else is there, its body.

    `others` are the lines of the header that no key accounts for: the check says what to do.
    `lines` are those of the keys in the file; on `body_line`, the body begins.
    """

    fields: Mapping[str, str]
    others: str
    body: str
    lines: Mapping[str, int] = field(default_factory=dict)
    body_line: int = 1


@dataclass(frozen=True)
class Line:
    """A line of a file, and how it ends there; nothing is known of the end of a new one."""

    words: str
    end: str | None = None


@dataclass(frozen=True)
class Parts:
    """The lines of a file: its header, what parts it from the body, and the body.

    `places` are the lines of the keys, by their numbers in the header.
    """

    front: tuple[Line, ...]
    header: tuple[Line, ...]
    gap: tuple[Line, ...]
    body: tuple[Line, ...]
    values: Mapping[str, str]
    places: Mapping[str, int]
    fenced: bool


def form_of(source: Source, data: bytes) -> Form:
    """Return what a form shows of a file; raises ContentError if it is not in UTF-8."""
    parts = _parts(source, data)
    fields = {name: _value(parts, name)[1] for name in KEYS[source.kind]}
    before = len(parts.front) + 1
    return Form(fields, "\n".join(line.words for line in _others(parts).values()),
                "\n".join(line.words for line in parts.body),
                {name: place + before for name, place in parts.places.items()},
                before + len(parts.header) + 1)


def seal(form: Form) -> str:
    """Return a digest of a form as it was filled in, however a browser has sent it."""
    values = {name: _sent(_in_one_line(value)) for name, value in form.fields.items()}
    texts = [END.sub("\n", _sent(words)) for words in (form.others, form.body)]
    return content_digest(repr((sorted(values.items()), texts)).encode()).hex()


def typed(source: Source, data: bytes, form: Form) -> bytes:
    """Return the bytes of a file in which a form was filled in; what it does not name is kept.

    Raises ContentError if the file is not in UTF-8.
    """
    parts = _parts(source, data)
    header = dict(enumerate(parts.header))
    _edit_others(parts, header, form.others)
    added = {name: value for name, value in form.fields.items()
             if not _edit_key(parts, header, source, name, _in_one_line(value))}
    lines = _with_new(header, parts, source, added)
    body = merged(parts.body, form.body) if parts.body or form.body else ()
    gap = parts.gap
    if body and not gap:
        gap = (Line("---" if parts.fenced else ""),)
    if form.body.strip() and not lines and not parts.fenced:
        lines = [Line(f"{next(iter(KEYS[source.kind]))}:")]  # or the body would be taken for it
    mark = MARK if data.decode().startswith(MARK) else ""
    return (mark + _joined([*parts.front, *lines, *gap, *body])).encode()


def merged(before: Sequence[Line], after: str) -> tuple[Line, ...]:
    """Return lines as they were typed; those that are as before keep how they end."""
    words = END.split(after)[::2]
    old, new = [_sent(line.words) for line in before], [_sent(line) for line in words]
    first, last = _common(old, new), 0
    last = _common(old[first:][::-1], new[first:][::-1])
    found = list(before[:first])
    middle = SequenceMatcher(None, old[first:len(old) - last], new[first:len(new) - last])
    for _, start, end, begin, stop in middle.get_opcodes():
        kept = before[first + start:first + end]
        for place, line in enumerate(words[first + begin:first + stop]):
            same = kept[place] if place < len(kept) else Line(line)
            found.append(same if _sent(same.words) == _sent(line) else Line(line, same.end))
    return (*found, *before[len(before) - last:])


def _parts(source: Source, data: bytes) -> Parts:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ContentError(not_utf8(source.path, error)) from None
    header, _, body_line = split(text)
    read, _ = read_header(source, text)
    pieces = END.split(text.removeprefix(MARK))
    lines = [Line(words, end) for words, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True)]
    start = next((number for number, line in enumerate(lines) if line.words.strip()), 0)
    fenced = lines[start].words.strip() == "---"
    start += fenced
    return Parts(tuple(lines[:start]), tuple(lines[start:len(header)]),
                 tuple(lines[len(header):body_line - 1]), tuple(lines[body_line - 1:]),
                 read.values, {name: number - 1 - start for name, number in read.lines.items()},
                 fenced)


def _value(parts: Parts, name: str) -> tuple[int, str]:
    """Return where the value of a key begins in its line, and the value without a last comment."""
    if name not in parts.places:
        return 0, ""
    line = parts.header[parts.places[name]].words
    written = LINE.fullmatch(line.strip())
    assert written, "a key has a line"
    begin = len(line) - len(line.lstrip()) + written.start(2)
    value, said = written[2].strip(), parts.values[name]
    return begin, said if said and value.startswith(said) else value


def _edit_key(parts: Parts, header: dict[int, Line], source: Source, name: str, value: str) -> bool:
    """Write a value into the line of its key; tell whether there is nothing to add."""
    begin, shown = _value(parts, name)
    if value == _sent(shown).strip():
        return True
    if name not in parts.places:
        return False
    line = header[parts.places[name]]
    before, rest = line.words[:begin], line.words[begin + len(shown):]
    if not value and not rest.strip() and KEYS[source.kind][name].begun is None:
        del header[parts.places[name]]
    else:
        gap = " " if value and not shown and before.endswith(":") else ""
        words = f"{before}{gap}{value}{rest}" if value else f"{before.rstrip()}{rest}"
        header[parts.places[name]] = Line(words, line.end)
    return True


def _others(parts: Parts) -> dict[int, Line]:
    """Return the lines of the header, by their numbers, that are of no key."""
    taken = set(parts.places.values())
    return {number: line for number, line in enumerate(parts.header)
            if number not in taken and line.words.strip()}


def _edit_others(parts: Parts, header: dict[int, Line], words: str) -> None:
    """Write the lines of no key, which a form shows together, where they are."""
    old = _others(parts)
    new = [line for line in END.split(words)[::2] if line.strip()]
    for (number, line), said in zip(old.items(), new, strict=False):
        if _sent(said) != _sent(line.words):
            header[number] = Line(said, line.end)
    for number in [*old][len(new):]:
        del header[number]
    for number, said in enumerate(new[len(old):], len(parts.header)):
        header[number] = Line(said)


def _with_new(header: Mapping[int, Line], parts: Parts, source: Source, added: Mapping[str, str]
              ) -> list[Line]:
    """Return the lines of a header with those of new keys where their order puts them."""
    order = [name for name in KEYS[source.kind] if name in parts.places or name in added]
    behind: dict[int, list[Line]] = {}
    last = -1
    for name in order:
        if name in added:
            behind.setdefault(last, []).append(Line(f"{name}: {added[name]}"))
        else:
            last = parts.places[name]
    lines = []
    for number in sorted({*header, *behind}):
        lines += [header[number]] if number in header else []
        lines += behind.get(number, ())
    return lines


def _joined(lines: Iterable[Line]) -> str:
    """Return lines as a text: a new one ends like the one before, the last one not at all."""
    found = list(lines)
    end = next((line.end for line in found if line.end), "\n")
    said: list[str] = []
    for line in found:
        # A line that has come behind a CR must not end as if both were one end.
        glued = bool(said) and said[-1] == "\r" and not line.words and line.end == "\n"
        end = "\r" if glued else line.end or end
        said += [line.words, end]
    return "".join(said[:-1])


def _in_one_line(value: str) -> str:
    return END.sub(" ", value).strip()


def _sent(words: str) -> str:
    """Return words as a browser sends them, which knows no character 0 (HTML, 13.2.5)."""
    return words.replace("\0", "\ufffd")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many of the same lines two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (own, theirs) in enumerate(pairs) if own != theirs),
                min(len(one), len(other)))
