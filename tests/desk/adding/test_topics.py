"""A new topic is one table more in its file, and nothing else."""

import httpx
import pytest

from plugins.core.messages import Failure
from plugins.core.project import Options
from plugins.desk.adding.topics import declare, declared

NAMES = {"fr": "Propriété intellectuelle", "en": "Intellectual “property”"}
TABLE = """\
name.fr = "Propriété intellectuelle"
name.en = "Intellectual “property”"
slug.fr = "propriete-intellectuelle"
slug.en = "intellectual-property"
"""


@pytest.mark.parametrize(("kind", "heading", "before"), [
    ("category", "categories", "\n[tags.capital]\n"), ("tag", "tags", "")])
def test_a_topic_stands_behind_those_of_its_kind(options: Options, kind: str, heading: str,
                                                 before: str):
    """Every other byte is where it was."""
    path = options.content / "topics.toml"
    there = path.read_text()

    key = declare(options, kind, NAMES)

    table = f"[{heading}.intellectual-property]\n{TABLE}"
    assert key == "intellectual-property" and key in declared(options)[kind]
    assert path.read_text() == (there.replace(before, f"\n{table}{before}") if before
                                else f"{there}\n{table}")


@pytest.mark.parametrize(("names", "is_organization", "lines"), [
    ({"fr": "L. R.", "en": "L. R."}, False, 'name = "L. R."\n'),
    ({"fr": "Le pôle", "en": "The L R"}, True,
     'organization = true\nname.fr = "Le pôle"\nname.en = "The L R"\n')])
def test_an_author_stands_behind_the_others(options: Options, names: dict[str, str],
                                            is_organization: bool, lines: str):
    """A person’s name is written once."""
    path = options.content / "authors.toml"
    there = path.read_bytes()

    key = declare(options, "author", names, is_organization)

    assert path.read_bytes() == there + f"\n[{key}]\n{lines}".encode()
    assert declared(options)["author"][key].names == names


@pytest.mark.parametrize(("kind", "fr", "en"), [
    ("tag", "Capital", "Capital"), ("tag", "Capital social", "Equity"), ("tag", "Nouveau", ""),
    ("tag", "“”", "…"), ("author", "La rédaction", "Our editors"), ("law", "Loi", "Law"),
])
def test_what_the_check_would_refuse_is_not_written(options: Options, kind: str, fr: str, en: str):
    """A key or a name that is there, one without letters, what is no topic."""
    files = [options.content / name for name in ("topics.toml", "authors.toml")]
    there = [path.read_bytes() for path in files]

    with pytest.raises(Failure):
        declare(options, kind, {"fr": fr, "en": en})

    assert [path.read_bytes() for path in files] == there


def test_a_topic_is_added_from_the_writing_page(editor: httpx.Client):
    """By a script, or by the form alone."""
    form = editor.get("/_desk/topic", params={"kind": "tag"}).text
    answer = editor.post("/_desk/topic", headers={"accept": "application/json"}, data={
        "kind": "tag", "name.fr": "Marques", "name.en": "Trade marks"})

    assert 'name="name.fr"' in form
    assert answer.json() == {"kind": "tag", "key": "trade-marks",
                             "names": {"fr": "Marques", "en": "Trade marks"}}
