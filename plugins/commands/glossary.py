"""List the terms of the glossary, and propose the pinyin of those that have none."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.messages import Failure, say
from plugins.core.project import Options, from_here

if TYPE_CHECKING:
    from plugins.register.glossary import Glossary

GLOSSARY = "glossary.toml"

PROPOSED = re.compile(rb"[ \t]*#[ \t]*pinyin[ \t]*=")


@command(say("List the terms of the glossary, and in how many articles each is explained."),
         propose=say("write the pinyin that is missing below the Chinese, as a comment to confirm"))
def glossary(terminal: Terminal, options: Options, propose: bool = False) -> int:
    """List the terms with their Chinese, their pinyin and their articles; or propose pinyin."""
    from plugins.check.reading import declare, read_request, read_texts
    path = options.content / GLOSSARY
    request = read_request(options)
    declared = declare(request).glossary
    if not declared.terms:
        raise Failure(say("{path}: there is no term yet; write “[a-term]” and, below it, "
                          "“name.{lang} = …” and “definition.{lang} = …” for each language",
                          path=from_here(path), lang=next(iter(options.languages))))
    if propose:
        return _propose(terminal, path, declared)
    used = Counter((key, checked.text.lang) for checked in read_texts(request) if checked.text
                   for key in checked.text.terms)
    lang, *_ = options.languages
    terminal.table((term.name[lang], term.chinese or "–", term.pinyin or "–",
                    *(cell for other in options.languages
                      for cell in (other, used[term.key, other])))
                   for term in declared.in_order(lang))
    if waiting := [term for term in declared.terms.values() if term.chinese and not term.pinyin]:
        terminal.say(say("Terms without pinyin: {count}; “./inv glossary --propose” writes it, for "
                         "you to confirm.", count=len(waiting)))
    return 0


def _propose(terminal: Terminal, path: Path, declared: "Glossary") -> int:
    from plugins.core.files import write_atomically
    from plugins.core.toml import line_of
    wanted = {line_of(path, key, "chinese"): term.chinese for key, term in declared.terms.items()
              if term.chinese and not term.pinyin}
    written = path.read_bytes().splitlines(keepends=True)
    added = dict(_proposals(written, wanted))
    for line in sorted(added, reverse=True):
        written.insert(line, added[line])
    if added:
        write_atomically(path, b"".join(written))
    for place, line in enumerate(sorted(added), 1):
        terminal.say(say("{path}:{line}: {pinyin} – join what is one word, correct the tones, and "
                         "take the “#” away", path=from_here(path), line=line + place,
                         pinyin=added[line].decode().partition("=")[2].strip()))
    terminal.say(say("Proposed: {count}; waiting to be confirmed: {waiting}.", count=len(added),
                     waiting=len(wanted)))
    return 0


def _proposals(written: list[bytes], wanted: Mapping[int, str]) -> Iterator[tuple[int, bytes]]:
    """Yield what is to be written below each line that has none yet, by the number of that line."""
    from pypinyin import Style, lazy_pinyin  # takes a fifth of a second
    for line, chinese in wanted.items():
        if not any(map(PROPOSED.match, written[line:line + 1])):
            above = written[line - 1]
            indent = above[:len(above) - len(above.lstrip())].decode()
            end = "\r\n" if above.endswith(b"\r\n") else "\n"
            start = "" if above.endswith(b"\n") else end
            pinyin = " ".join(lazy_pinyin(chinese, style=Style.TONE))
            yield line, f'{start}{indent}# pinyin = "{pinyin}"{end}'.encode()
