"""A call for a note has its note, and a note its call."""

from collections.abc import Iterator

from plugins.content.text import Text
from plugins.core.messages import Problem, say


def lonely_notes(text: Text) -> Iterator[Problem]:
    """Yield an error at each call that would be printed as it stands, and at each idle note."""
    written = {note.name for note in text.notes if note.written}
    called = {note.name for note in text.notes if not note.written}
    for note in text.notes:
        if not note.written and note.name not in written:
            yield Problem(text.path, note.line, say(
                "the note “{call}” is called for and not written; write it at the end, “{note}”",
                call=f"[^{note.name}]", note=f"[^{note.name}]: …"))
        elif note.written and note.name not in called:
            yield Problem(text.path, note.line, say(
                "nothing in the text calls for the note “{call}”; write “{call}” where it "
                "belongs, or delete the note", call=f"[^{note.name}]"))
