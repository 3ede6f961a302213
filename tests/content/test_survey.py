"""What the body of a text holds is known with its line."""

from pathlib import Path

from plugins.content.header import read_header
from plugins.content.source import FOLDERS, parse_name
from plugins.content.survey import survey
from plugins.content.text import Note, Tag, Text


def surveyed(body: str) -> Text:
    source = parse_name(Path("content/articles/2018-07-03-a.fr.md"), FOLDERS["articles"], ("fr",))
    return survey(source, read_header(source, f"title: T\n\n{body}")[0], "")


def test_notes_are_found_where_they_are_called_and_written():
    """The body begins on the third line."""
    text = surveyed("Un[^a] : deux[^b]: trois.\n\n[^a]: Oui.\n\n`[^c]`")
    assert text.notes == (Note(3, "a", False), Note(3, "b", False), Note(5, "a", True))


def test_tags_are_found_with_the_names_of_their_attributes():
    """What stands inside a value is no attribute; code and addresses are no tags."""
    text = surveyed('<P CLASS=a title="style=b">x</p>\n<br/> `<b>` <https://a.example/>')
    assert text.tags == (Tag(3, "p", ("class", "title")), Tag(4, "br"))
