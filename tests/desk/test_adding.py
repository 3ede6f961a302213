"""A new topic is one table more in its file, and nothing else."""

import subprocess

import httpx
import pytest

from plugins.content.markdown import converter
from plugins.core.html import read
from plugins.core.messages import Failure
from plugins.core.project import Options
from plugins.desk.adding import declare, keep_picture, picture_line
from plugins.register.authors import load_all_topics
from tests.support.word_files import image

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
    known = load_all_topics(options.content, options.languages)
    assert key == "intellectual-property" and key in known[kind]
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
    known = load_all_topics(options.content, options.languages)
    assert known["author"][key].names == names


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


JSON = {"accept": "application/json"}
TEXT = "articles/2018-09-10-e-commerce-law.fr.md"
ALTS = {"alt.fr": "Un carré [rouge]", "alt.en": " A red\nsquare"}
PHOTO = image("JPEG", comment=b"a camera").read()


def sent(editor: httpx.Client, **more: str) -> httpx.Response:
    """Return the answer to a picture that is sent for a text."""
    return editor.post("/_desk/picture", headers=JSON, data={"path": TEXT, **ALTS, **more},
                        files={"file": ("IMG_1234.JPG", PHOTO)})


def test_a_picture_is_named_after_its_text(editor: httpx.Client, options: Options):
    """And each language gets its own line."""
    answer = sent(editor).json()

    assert answer == {"address": "{static}/images/e-commerce-law.jpg", "markdown": {
        "fr": r"![Un carré \[rouge\]]({static}/images/e-commerce-law.jpg)",
        "en": "![A red square]({static}/images/e-commerce-law.jpg)"}}
    assert b"camera" not in (options.content / "images" / "e-commerce-law.jpg").read_bytes()


def test_a_picture_is_a_version_like_a_save(editor: httpx.Client, options: Options):
    """Where the content is in a repository; nothing else goes with it."""
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=options.content, check=True, text=True,
                              capture_output=True).stdout

    git("init", "-q")
    sent(editor)

    assert git("show", "--name-only", "--format=").split() == ["images/e-commerce-law.jpg"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_its_words_a_picture_is_refused(editor: httpx.Client, options: Options,
                                                lang: str):
    """In any of the languages that the text has."""
    answer = sent(editor, **{f"alt.{lang}": " "})

    assert answer.status_code == 409
    assert {"fr": "French", "en": "English"}[lang] in answer.json()["message"]
    assert [path.name for path in (options.content / "images").iterdir()] == ["xiaohongshu.png"]


def test_a_text_of_one_language_asks_for_its_words_alone(editor: httpx.Client):
    """Others would be shown nowhere."""
    answer = sent(editor, path="articles/2021-01-11-cosmetics-regulation.fr.md")

    assert list(answer.json()["markdown"]) == ["fr"]


@pytest.mark.parametrize(("data", "name"), [
    (image().read(), "xiaohongshu-2.png"), (image("GIF").read(), "xiaohongshu.gif")])
def test_no_picture_is_overwritten(options: Options, data: bytes, name: str):
    """A second one of the name gets a number."""
    there = (options.content / "images" / "xiaohongshu.png").read_bytes()

    assert keep_picture(options.content, data, "xiaohongshu").name == name
    assert (options.content / "images" / "xiaohongshu.png").read_bytes() == there


def test_a_picture_that_is_there_is_taken_as_it_is(options: Options):
    """Under the name that it has."""
    there = (options.content / "images" / "xiaohongshu.png").read_bytes()

    assert keep_picture(options.content, there, "other").name == "xiaohongshu.png"


@pytest.mark.parametrize(("path", "name", "status"), [
    ("", f"{'n' * 250}.jpg", 200), ("", "红.jpg", 200), ("", "../../up.jpg", 200),
    (".", "a.jpg", 409), ("../../up.fr.md", "a.jpg", 409), ("a" * 300, "a.jpg", 409)])
def test_no_name_leads_out_of_the_folder_of_images(
        editor: httpx.Client, options: Options, path: str, name: str, status: int):
    """One that is too long is cut, one that cannot be a key is “image”."""
    answer = editor.post("/_desk/picture", data={**ALTS, "path": path},
                         files={"file": (name, PHOTO)})

    assert answer.status_code == status
    assert len([*(options.content / "images").iterdir()]) == 1 + (status == 200)


def test_the_form_works_without_a_script(editor: httpx.Client):
    """And gives the lines to copy."""
    form = editor.get("/_desk/picture", params={"path": TEXT}).text
    answer = editor.post("/_desk/picture", data=ALTS, files={"file": ("Le carré.jpg", PHOTO)})

    assert 'name="alt.fr"' in form and 'name="alt.en"' in form
    assert "![A red square]({static}/images/le-carre.jpg)" in answer.text


@pytest.mark.parametrize("alt", [r"a [b] \c `d`", "*e* _f_ <g> & “h” \"i\"", "![j](k)"])
def test_what_a_picture_shows_is_read_as_it_was_written(alt: str):
    """Whatever its signs mean to Markdown."""
    tree = read(converter(str, str).convert(picture_line(alt, "x.png")))

    assert tree.img["alt"] == alt and tree.get_text().strip() == ""
