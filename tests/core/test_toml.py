"""TOML as editors write it: on which line something is, and what to write instead."""

import tomllib

import pytest

from plugins.core.messages import ContentError
from plugins.core.toml import line_of, quoted, read_toml, with_table

TABLES = """\
root.name.fr = "Racine"
# [a.b] is a comment

[ a ]  # with ] behind it
"first" = "[b]"
note.fr = '''
[a]
other = 1
'''
listed = [
  {day = 1},
]
[a.sub]
fr = "x"

[[a . things]]
day = 1
what.fr = "x"
[[a.things]]
what.fr = "y"
day = 2
[a.things.deep]
x = 1
["b c"]
other = 1
"""


@pytest.mark.parametrize(("table", "key", "number", "line"), [
    ("root", "", 1, 1), ("root", "name", 1, 1),
    ("a", "", 1, 4), ("a", "first", 1, 5), ("a", "note", 1, 6), ("a", "note.fr", 1, 6),
    ("a", "listed", 1, 10), ("a.listed", "day", 1, 10),
    ("a", "sub", 1, 13), ("a", "sub.fr", 1, 14),
    ("a", "things", 1, 16), ("a.things", "day", 1, 17), ("a.things", "what", 2, 20),
    ("a.things", "day", 2, 21), ("a.things", "deep", 2, 22), ("a.things", "missing", 2, 19),
    ("b c", "other", 1, 25), ("a", "other", 1, 4), ("a.things", "day", 3, 0), ("z", "day", 1, 0),
])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_is_on_the_line_where_somebody_has_written_it(tmp_path, table, key, number, line,
                                                            end):
    """However its table is written; what is missing is told at the heading of its table."""
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TABLES.replace("\n", end).encode())

    assert line_of(path, table, key, number) == line


@pytest.mark.parametrize(("line", "message"), [
    ("day = 2023-02-30", "the calendar has no “2023-02-30”"),
    ("day = 2023-02", "a month is a text; write it between straight quotation marks: \"2023-02\""),
    ("day = 2023-02 # only", "a month is a text"),
    ("day = 31/08/2018", "“31/08/2018” is not how TOML writes a day; write year, month and day"),
    ("day = 31.08.2018", "“31.08.2018” is not how TOML writes a day"),
    ("day = 1er juin 2018", "“1er juin 2018” is not how TOML writes a day"),
    ("day = 1 June 2018 # only", "“1 June 2018” is not how TOML writes a day"),
    ("day = 2018-8-31", "“2018-8-31” is not how TOML writes a day"),
    ("name = “Loi”", "only straight quotation marks hold a text; write \"…\" instead of “Loi”"),
    ('name = "Loi', "the quotation mark at the end is missing in “name = \"Loi”; add it"),
    ("name = Loi 2", "only straight quotation marks hold a text; write \"…\" instead of Loi 2"),
    ("name = 'L'article'", "write \"…\" instead of 'L'article'"),
    ('name = "La "Loi", seule"', "a text ends at the next straight quotation mark; inside it"),
    ('name: "Loi"', "write “=” between “name” and its value"),
    ('name.fr "Loi"', "write “=” between “name.fr” and its value"),
    ("[la loi]", "“[la loi]” cannot be a heading; use letters without accents, digits"),
    ("[[a.échéances]]", "“[[a.échéances]]” cannot be a heading"),
    ("[état] # ici", "“[état]” cannot be a heading"),
    ("first = 2", "“first” is given twice; rename or delete one of the two"),
    ("[a]", "“[a]” is given twice"),
    ("[b", "this is not TOML: Expected ']' at the end of a table declaration"),
    ('name = "a = Loi', "the quotation mark at the end is missing"),
    ("names = [la loi]", "write \"…\" instead of la loi"),
    ("names = [“a”, “b”]", "write \"…\" instead of “a”, “b”"),
    ('names = ["a" "b"]', "a comma is missing in the list, or “]” at its end; add it"),
    ("name = True", "this is not TOML: Invalid value"),
    ('name = "a" day = "b"', "this is not TOML: Expected newline"),
    ("name = 2018 2", "this is not TOML: Expected newline"),
    ("x = " + "9" * 5000, "a number has more digits than a computer counts here"),
    ("x = " + "[" * 5000, "lists or tables are nested too deeply here"),
    (".".join("x" * 3000) + " = 1", "lists or tables are nested too deeply here"),
])
def test_what_is_no_toml_is_told_with_what_would_be(tmp_path, line, message):
    """Where it is plain what an editor has meant; else in the words of the parser."""
    path = tmp_path / "a.toml"
    path.write_text(f"[a]\nfirst = 1\n{line}\n")

    with pytest.raises(ContentError) as error:
        read_toml(path)

    problem, = error.value.problems
    assert message in str(problem.message)
    assert problem.line == 3


@pytest.mark.parametrize("line", [
    "day = 2024-02-29", 'day = "2023-02"', "name = '“Loi”'", "time = 2018-08-31 10:00:00",
    '["la loi"]', 'note = """\n[a]\n"""', "day.fr = 1", "[a.b]", "[[c]]\n[[c]]",
])
def test_toml_is_read(tmp_path, line):
    """Nothing is told of what is right."""
    path = tmp_path / "a.toml"
    path.write_text(f"[a]\nfirst = 1\n{line}\n")

    assert read_toml(path)["a"]["first"] == 1


@pytest.mark.parametrize("text", [
    "", "a = 1\n[b]\nc = 1\n", "[a]\nb = 1\n\n# d\n[c]  # e\nf = 1\n", "[a]\n[a.b]\n[c]\n",
    '[a]\nb = """\n[c]\nd = 1\n"""\n[e]\n', "[a]\nb = [\n[1],\n[2]\n]\n[c]\n",
    "[[a]]\n[b]\n[[a]]\n", "[a]\nb = 1\n[ c ]\nd = 1\n[e]\n",
    "[a.b]\nc = 1\n[d]\n[a.e]\n", "[a.b]\n[a]\nc = 1\n[d]\n", "[a]\nb = [\n[1]\n]\n[1]\nc = 2\n"])
def test_a_file_of_many_tables_is_read_as_a_whole_one(tmp_path, text):
    """It is divided where a table begins, and nowhere else."""
    path = tmp_path / "a.toml"
    path.write_text(text)

    assert read_toml(path) == tomllib.loads(text)


@pytest.mark.parametrize(("text", "line"), [
    ("[a]\nb = 1\n[c]\n[a]\n", 4), ("[a]\nb = 1\n[c]\nd\n", 4), ("[a]\nb = 1\n[c]\n[a.b]\n", 4)])
def test_a_fault_below_other_tables_is_told_with_its_line(tmp_path, text, line):
    """As it is counted in the file."""
    path = tmp_path / "a.toml"
    path.write_text(text)

    with pytest.raises(ContentError) as caught:
        read_toml(path)

    assert [problem.line for problem in caught.value.problems] == [line]


@pytest.mark.parametrize("words", ['"', "\\", "é 中 \U0001f600", "a\tb", "\x7f", "\x01"])
def test_a_text_is_read_again_as_it_was(words):
    """Whatever it holds."""
    assert tomllib.loads(f"a = {quoted(words)}") == {"a": words}


@pytest.mark.parametrize(("text", "beside", "expected"), [
    ("", "a", "@"), ("[b.x]\n", "a", "[b.x]\n\n@"), ("[a.x]", "a", "[a.x]\n\n@"),
    ("[a.x]\n\n\n", "a", "[a.x]\n\n@\n\n"), ("[a.x]\r\ny = 1\r\n", "", "[a.x]\r\ny = 1\r\n\r\n@"),
    ("[a.x]\n[b]\n[a.y]\n# of b\n[b.x]\n", "a", "[a.x]\n[b]\n[a.y]\n\n@\n# of b\n[b.x]\n"),
    ("[a.x]\ny = \"\"\"\n[a.z]\n[b]\n\"\"\" # [a]\n\n[b.x]\n# end\n", "a",
     "[a.x]\ny = \"\"\"\n[a.z]\n[b]\n\"\"\" # [a]\n\n@\n[b.x]\n# end\n"),
    ("\ufeff[a.x]\n# of x\n\n[ab.x]\n", "a", "\ufeff[a.x]\n# of x\n\n@\n[ab.x]\n"),
])
def test_a_table_is_added_and_every_other_byte_is_kept(text: str, beside: str, expected: str):
    """Behind those of its kind; what is on top of the next one stays there."""
    table = "[a.e]\nz = 'é'\n"

    written = with_table(text.encode(), table, beside).decode()

    assert written == expected.replace("@", table.replace("\n", "\r\n" if "\r" in text else "\n"))
    assert tomllib.loads(written.removeprefix("\ufeff"))["a"]["e"] == {"z": "é"}
