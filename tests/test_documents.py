"""What the guides show is what the program takes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from invoke.parser import ParseError, Parser, ParserContext
from invoke.program import Program

from plugins.commands.program import understood, unnamed_options
from plugins.content.header import ACCEPTED
from plugins.content.markdown import converter
from plugins.forms.declaration.load import load_forms
from tasks import namespace
from tests.check.conftest import read_text
from tests.conftest import PROJECT
from tests.support.fake_account import AUDIENCE
from tests.support.fake_mailchimp import KEY, running
from tests.support.word_files import word_file

GUIDES = [PROJECT / "README.md", PROJECT / "LISEZMOI.md", PROJECT / "CONTRIBUTING.md",
          *sorted((PROJECT / "docs").glob("*.[mysc]*"))]
WRITING = [PROJECT / "docs" / name for name in ("writing.md", "writing.fr.md")]
DEVELOPERS = {"theme.md"}
"""The guides that are in English only, as ARCHITECTURE is."""

TEXTS = [guide for guide in GUIDES if guide.suffix == ".md"]

OWN = ("content", "docs", "plugins", "theme", "pelicanconf.py", "publishconf.py", "tasks.py")
"""What a copy of the project needs."""

ENDLESS = ("serve", "desk", "receive", "test")
"""Commands that go on until they are stopped, or run this suite."""

OTHERWISE = {
    "newsletter.plan": (2, "will be created"),
    "newsletter.send": (1, "publish the site first"),
    "newsletter.schedule": (1, "publish the site first"),
    "newsletter.report": (1, "not sent"),
    "check --strict": (1, "summary"),
    "translate --key": (1, "has a version"),
    "publish": (1, "[publish]"),
    "import wordpress export.xml": (1, "there is no such"),
    "firm": (1, "run it in a terminal"),
    "upgrade": (1, "git"),
    "forms.purge": (1, "--confirm purge"),
    "forms.doctor": (1, "SMTP_URL is not set"),
}
"""How commands end here that do not end with 0, and a word of the sentence that says why."""

ROW = re.compile(r"^\| (`.*?) \| .* \|$", re.M)

COMMAND = re.compile(r'\./inv((?: (?:"[^"\n]*"|[^\s"`#;|)(]+)+)+)')
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def commands(guide: Path) -> list[str]:
    """Return what follows `./inv` in code: in fences, between backticks, in settings."""
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


@cache
def declared() -> list[ParserContext]:
    """Return every command as Invoke has it, which takes a while."""
    return namespace.to_contexts()


@pytest.mark.parametrize(("guide", "command"), [
    pytest.param(guide, command, id=f"{guide.relative_to(PROJECT)}-{command}")
    for guide in GUIDES for command in dict.fromkeys(commands(guide))])
def test_a_command_exists_with_its_options(guide: Path, command: str) -> None:
    """As it is written, with what it needs, or its name alone."""
    words = [word for word in understood(shlex.split(command), unnamed_options(namespace))
             if word != "--help"]
    # Invoke copies all that it may choose from.
    parser = Parser(initial=Program(namespace=namespace).initial_context, contexts=[
        each for each in declared() if {each.name, *each.aliases} & {*words}])
    try:
        parser.parse_argv(words)
    except ParseError as error:
        assert "did not receive" in str(error) and len(words) == 1, error


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy the project and start a Mailchimp with subscribers of each language."""
    folder = tmp_path_factory.mktemp("project")
    for path in map(PROJECT.joinpath, OWN):
        copy = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, folder / path.name)
    (folder / "article.docx").write_bytes(word_file(
        lambda document: document.add_heading("Un article de Word", 0),
        lambda document: document.add_paragraph("Ses mots.")))
    (folder / "page.html").write_text("<h1>A page</h1><p>Its words.</p>")
    firm = folder / "content" / "firm.toml"
    told = re.sub(r"(?m)^# (test\.|desk_address)", r"\1", firm.read_text("utf-8"))
    firm.write_text(told, "utf-8")
    with running() as fake, pytest.MonkeyPatch.context() as environment:
        for number, lang in enumerate(("fr", "en") * 5):
            fake.account.subscribe(f"reader{number}@firm.example", lang)
        for name, value in (("ROOT", fake.root), ("KEY", KEY)):
            environment.setenv(f"MAILCHIMP_API_{name}", value)
        environment.setenv("MAILCHIMP_AUDIENCE_ID", AUDIENCE)
        yield folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as it is written, in English, with nobody at the keyboard."""
    words = understood(shlex.split(command), unnamed_options(namespace))
    return subprocess.run(
        [sys.executable, "-m", "invoke", *words], cwd=folder, text=True, capture_output=True,
        stdin=subprocess.DEVNULL, check=False, env={**os.environ, "LANG": "en_GB.UTF-8"})


@pytest.mark.thorough
def test_a_command_does_what_the_guides_say(project: Path) -> None:
    """One after the other as they are written, in a project of their own."""
    found = dict.fromkeys(command for guide in TEXTS for command in commands(guide))
    for command in ("build", *found):
        if command.split()[0] not in ENDLESS:
            done = run(project, command)
            said = f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
            status, word = next((end for begin, end in OTHERWISE.items()
                                 if command.startswith(begin)), (0, ""))
            assert (done.returncode, "Traceback" in said) == (status, False), said
            assert word in said and done.stdout + done.stderr, said


@pytest.mark.thorough
def test_a_mistake_is_reported_as_the_guide_shows(project: Path) -> None:
    """With its file, its line and the sentence, up to where it is cut."""
    [shown] = [fence.strip().removesuffix("…") for fence in fences(WRITING[0], "")
               if fence.startswith("content/")]
    path, line, _ = shown.split(":", 2)
    right = (project / path).read_text("utf-8")
    lines = right.splitlines()
    lines[int(line) - 1] = "category: breif"
    (project / path).write_text("\n".join(lines), "utf-8")

    found = run(project, "check --messages fr").stderr
    (project / path).write_text(right, "utf-8")

    assert " ".join(shown.split()) in " ".join(found.split())


@pytest.mark.parametrize("guide", TEXTS, ids=lambda guide: guide.name)
def test_a_command_that_is_only_named_exists(guide: Path) -> None:
    """Also without `./inv` in front of it."""
    named = re.findall(r"`((?:newsletter|forms)\.[a-z]+)(?=[ `])", guide.read_text("utf-8"))

    assert set(named) - {"forms.sqlite3", "forms.fr"} <= set(namespace.task_names)


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

    assert guides - french - DEVELOPERS == {name.replace(".fr.md", ".md") for name in french}
    for name in ("README.md", "LISEZMOI.md"):
        assert (PROJECT / name).read_text("utf-8").count("\n") <= 120


@pytest.mark.parametrize("name", ["laws", "writing"])
def test_a_guide_names_the_same_kinds_of_warnings_in_both_languages(name: str) -> None:
    """Those that a text can accept; each warning says its own at its end."""
    english, french = (
        {kind for kind in re.findall(r"`(?:accept:\s+)?([a-z-]+)`", (
            PROJECT / "docs" / f"{name}{ending}.md").read_text("utf-8"))
         if kind in ACCEPTED.choices} for ending in ("", ".fr"))

    assert english == french


@pytest.mark.parametrize("guide", WRITING, ids=lambda guide: guide.name)
def test_what_else_can_be_written_is_seen_as_the_guide_says(guide: Path) -> None:
    """Each row of its table, in one text."""
    table = guide.read_text("utf-8").partition("|---|---|\n")[2].partition("\n\n")[0]
    codes = [code for row in ROW.findall(table) for code in re.findall("`(.*?)`", row)]
    given = [code for code in codes if re.match("[a-z]+: ", code)]
    header = "\n".join(["title: T", "category: c", *given])
    body = "\n\n".join(
        f"{code}\n    - Words." if code.startswith("!!!") else
        f"Words.\n{code}" if code.startswith("{:") else
        f"In a sentence, {code}." if code.startswith("*") else code
        for code in codes if code not in given)

    text = read_text(body, header)
    shown = BeautifulSoup(converter(str, str).convert(body), "html.parser")

    assert all(text.header.get(name) for name in ("laws", "modified", "changes"))
    assert len(text.images) == 2
    assert [seen for seen in (".facts li", "blockquote.quote", "h2", "figure figcaption",
                              "img.decorative[alt='']", "p[lang=en]", "em[lang=en]")
            if not shown.select(seen)] == []
