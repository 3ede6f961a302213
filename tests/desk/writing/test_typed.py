"""What nobody has edited in a form keeps every byte of its file."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.content.header import KEYS
from plugins.content.source import Source
from plugins.core.messages import ContentError
from plugins.desk.writing.typed import Form, form_of, typed

SOURCE = Source("articles/2019-01-01-x.fr.md", "article", "x", "fr")

ENDS = st.sampled_from(["\n", "\r\n", "\r"])
WORDS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)
HEADERS = st.one_of(
    st.builds("{}{}:{}".format, st.sampled_from(["", " "]), st.sampled_from([*KEYS["article"]]),
              st.one_of(WORDS, st.just(" draft <!-- why -->"))), WORDS)
FILES = st.builds(
    lambda front, lines, last: (front + "".join(line + end for line, end in lines) + last).encode(),
    st.sampled_from(["", "\ufeff", "\n", "---\n", "\ufeff\r\n---\r\n"]),
    st.lists(st.tuples(st.one_of(HEADERS, st.sampled_from(["", "---", "Text", " "])), ENDS)),
    WORDS)


def sent(form: Form) -> Form:
    """Return a form as browsers send it: lines end with CR and LF, nothing is the character 0."""
    def words(value: str) -> str:
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\r\n".join(lines).replace("\0", "\ufffd")

    return Form({name: words(value) for name, value in form.fields.items()}, words(form.others),
                words(form.body))


@settings(deadline=None, max_examples=60)
@given(FILES)
def test_a_form_that_nobody_has_edited_changes_no_byte(data: bytes) -> None:
    """Whatever the file is like."""
    assert typed(SOURCE, data, sent(form_of(SOURCE, data))) == data


@settings(deadline=None, max_examples=60)
@given(FILES, st.sampled_from([*KEYS["article"]]), WORDS)
def test_an_edited_value_changes_one_line(data: bytes, name: str, words: str) -> None:
    """The form shows it afterwards; all other lines are as they were."""
    form = form_of(SOURCE, data)
    value = "x" + "".join(letter for letter in words if letter.isalnum())
    edited = typed(SOURCE, data, sent(replace(form, fields={**form.fields, name: value})))

    assert form_of(SOURCE, edited).fields[name] == value
    gone, new = (_lines(one) for one in (data, edited))
    assert len([line for line in gone if line not in new]) <= 1
    assert len([line for line in new if line not in gone]) <= 1
    assert form_of(SOURCE, edited).body == form.body


@settings(deadline=None, max_examples=60)
@given(FILES, st.lists(st.sampled_from(["Text", "", "New", "---", "title: no"])))
def test_the_body_becomes_what_was_typed(data: bytes, lines: list[str]) -> None:
    """The header stays, and the form shows the body as it was typed."""
    form = form_of(SOURCE, data)
    body = "\n".join(lines)
    edited = form_of(SOURCE, typed(SOURCE, data, sent(replace(form, body=body))))

    assert (edited.fields, edited.others, edited.body) == (form.fields, form.others, body)


def _lines(data: bytes) -> list[str]:
    text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize(("before", "fields", "after"), [
    # What is left alone: spaces, comments, order.
    ("slug:  a \ntitle : Un <!-- deux -->\n\nT", {"title": "Une"},
     "slug:  a \ntitle : Une <!-- deux -->\n\nT"),
    ("Title:x\n", {"title": "y"}, "Title:y\n"),
    ("title: x\r\nslug:\r\n\r\nT\r\n", {"slug": "s"}, "title: x\r\nslug: s\r\n\r\nT\r\n"),
    # A key without a line goes where the order of keys puts it, and ends as its neighbours do.
    ("title: x\r\nslug: y", {"category": "c"}, "title: x\r\ncategory: c\r\nslug: y"),
    ("---\nslug: y\n---\nT", {"title": "x"}, "---\ntitle: x\nslug: y\n---\nT"),
    ("slug: y", {"status": "draft"}, "slug: y\nstatus: draft"),
    ("", {"title": "x"}, "title: x\n"),
    # A value that is taken out takes its line along, unless every text has the line.
    ("title: x\npinned: yes\n\nT", {"pinned": ""}, "title: x\n\nT"),
    ("title: x\nsummary: y\n\nT", {"summary": ""}, "title: x\nsummary:\n\nT"),
    ("title: x\n\nT", {"title": "two\r\nlines"}, "title: two lines\n\nT"),
])
def test_a_value_is_written_into_its_line(before: str, fields: dict[str, str], after: str) -> None:
    """As a person would have typed it there."""
    data = before.encode()
    form = form_of(SOURCE, data)

    assert typed(SOURCE, data, replace(form, fields=fields)).decode() == after


@pytest.mark.parametrize(("before", "others", "after"), [
    ("one\ntitle: x\ntwo\n\nT", "one\r\ntwo", "one\ntitle: x\ntwo\n\nT"),
    ("keyword: a\ntitle: x\n\nT", "", "title: x\n\nT"),
    ("keyword: a\ntitle: x\n\nT", "tags: a", "tags: a\ntitle: x\n\nT"),
    ("title: x\n\nT", "noindex: yes", "title: x\nnoindex: yes\n\nT"),
])
def test_lines_of_no_key_can_be_corrected(before: str, others: str, after: str) -> None:
    """They are shown as they are, because the check says what to do with them."""
    data = before.encode()

    assert typed(SOURCE, data, replace(form_of(SOURCE, data), others=others)).decode() == after


def test_a_body_is_parted_from_a_header_that_nothing_ended() -> None:
    """Or it would be taken for more of the header."""
    form = Form({}, "", "Text\n")

    assert typed(SOURCE, b"title: x", form) == b"title: x\n\nText\n"
    assert typed(SOURCE, b"---\ntitle: x", form) == b"---\ntitle: x\n---\nText\n"


def test_ends_of_lines_may_be_mixed() -> None:
    """A new line ends as the one before it; the others end as they did."""
    data = b"title: x\r\n\nOne\rTwo\nThree\r\nFour"
    form = form_of(SOURCE, data)

    edited = typed(SOURCE, data, replace(form, body="One\r\nNew\r\nTwo\r\nThree!\r\nFour\r\n"))

    assert edited == b"title: x\r\n\nOne\rNew\rTwo\nThree!\r\nFour\r\n"
    shorter = typed(SOURCE, b"title: x\n\rOne\n\nTwo", Form({}, "", "\r\nTwo"))
    assert shorter == b"title: x\n\r\rTwo"


def test_a_file_that_is_not_in_utf_8_is_not_shown() -> None:
    """What was read with a guess would be written with it."""
    with pytest.raises(ContentError, match="not in UTF-8"):
        form_of(SOURCE, "é".encode("latin-1"))
