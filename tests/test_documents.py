"""What the guides show is what the program takes."""

import re
import shlex
from pathlib import Path

import pytest
from invoke.parser import ParseError, Parser
from invoke.program import Program

from plugins.commands.program import understood
from plugins.forms.declaration.load import load_forms
from tasks import namespace
from tests.check.conftest import read_text
from tests.conftest import PROJECT

GUIDES = [PROJECT / "README.md", PROJECT / "LISEZMOI.md", PROJECT / "CONTRIBUTING.md",
          *sorted((PROJECT / "docs").glob("*.[mysc]*"))]
TEXTS = [guide for guide in GUIDES if guide.suffix == ".md"]

COMMAND = re.compile(r'\./inv((?: (?:"[^"\n]*"|[^\s"`#;|)(]+)+)+)')
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def commands(guide: Path) -> list[str]:
    """Return what stands after `./inv` in code: in fences, between backticks, in settings."""
    text = guide.read_text(encoding="utf-8")
    code = [text] if guide.suffix != ".md" else [
        *(found[2] for found in FENCE.finditer(text)),
        *(found[1] for found in re.finditer(r"`([^`\n]+)`", FENCE.sub("", text)))]
    return [re.split(r"[.,:](?: |$)", found[1].strip())[0]
            for part in code for found in COMMAND.finditer(part)]


def fences(guide: Path, kind: str) -> list[str]:
    """Return the examples in fences of one kind."""
    return [found[2] for found in FENCE.finditer(guide.read_text(encoding="utf-8"))
            if found[1] == kind]


@pytest.mark.parametrize(("guide", "command"), [
    pytest.param(guide, command, id=f"{guide.relative_to(PROJECT)}-{command}")
    for guide in GUIDES for command in dict.fromkeys(commands(guide))])
def test_a_command_exists_with_its_options(guide: Path, command: str) -> None:
    """As it is written, with what it needs, or its name alone."""
    program = Program(namespace=namespace)
    parser = Parser(initial=program.initial_context, contexts=namespace.to_contexts())
    words = [word for word in understood(shlex.split(command)) if word != "--help"]
    try:
        parser.parse_argv(words)
    except ParseError as error:
        assert "did not receive" in str(error) and len(words) == 1, error


@pytest.mark.parametrize("guide", TEXTS, ids=lambda guide: str(guide.relative_to(PROJECT)))
def test_a_command_that_is_only_named_exists(guide: Path) -> None:
    """Also without `./inv` in front of it."""
    named = re.findall(r"`((?:newsletter|forms)\.[a-z]+)(?=[ `])", guide.read_text("utf-8"))

    assert set(named) - {"forms.sqlite3"} <= set(namespace.task_names)


@pytest.mark.parametrize(("guide", "form"), [
    pytest.param(guide, form, id=f"{guide.relative_to(PROJECT)}-{number}") for guide in TEXTS
    for number, form in enumerate(fences(guide, "toml"))])
def test_a_form_of_a_guide_is_one(tmp_path: Path, guide: Path, form: str) -> None:
    """Read by what reads those of the site, without an error."""
    (tmp_path / "example.toml").write_text(form, encoding="utf-8")

    forms, problems = load_forms(tmp_path, ["fr", "en"])

    assert (list(forms), problems) == (["example"], [])


@pytest.mark.parametrize(("guide", "path", "example"), [
    pytest.param(guide, path, example, id=f"{guide.relative_to(PROJECT)}-{path}") for guide in TEXTS
    for begin, path in (("title:", "content/articles/2018-07-03-a.fr.md"),
                        ("date:", "content/issues/2018-07.fr.md"))
    for example in fences(guide, "") if example.startswith(begin)])
def test_a_text_of_a_guide_is_one(guide: Path, path: str, example: str) -> None:
    """Its header has the keys of its kind, and its notes, images and forms are seen."""
    header, _, body = example.partition("\n\n")

    text = read_text(body, header, path)

    assert text.header and text.prose
    assert bool(text.images) == ("![" in body)


@pytest.mark.parametrize("guide", TEXTS, ids=lambda guide: str(guide.relative_to(PROJECT)))
def test_a_link_of_a_guide_leads_to_a_file(guide: Path) -> None:
    """And to a heading that is there; what stands in code is an example."""
    for link in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`\n]+`", "", FENCE.sub(
            "", guide.read_text("utf-8")))):
        path, _, place = link.partition("#")
        if not link.startswith("https://"):
            target = guide.parent / path
            assert target.is_file(), link
            assert not place or place in places(target), link


def places(guide: Path) -> set[str]:
    """Return what the headings of a guide are called in a link, as GitHub makes it."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"(?m)^#+ (.*)$", guide.read_text("utf-8"))}


def test_the_guides_are_there_in_both_languages() -> None:
    """What one reads first is short."""
    guides = {path.name for path in (PROJECT / "docs").glob("*.md")}
    french = {name for name in guides if name.endswith(".fr.md")}

    assert guides - french == {name.replace(".fr.md", ".md") for name in french}
    for name in ("README.md", "LISEZMOI.md"):
        assert (PROJECT / name).read_text("utf-8").count("\n") <= 120
