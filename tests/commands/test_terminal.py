"""What a command says."""

import io

import pytest

from plugins.commands.terminal import Terminal, failures_told
from plugins.core.i18n import load
from plugins.core.messages import ContentError, Failure, Problem, say
from tests.conftest import PROJECT


@pytest.fixture
def terminal() -> Terminal:
    """Return a terminal that speaks French."""
    return Terminal(load(PROJECT / "theme" / "locale", "fr"), "fr")


def test_a_problem_is_one_line_that_can_be_opened(terminal: Terminal, capsys):
    """Path, line, sentence; a warning says that it is one."""
    message = say("the article has no summary; add one sentence, “summary: …”")

    terminal.problems([Problem("a.fr.md", 3, message), Problem("b.fr.md", 0, message, "warning")])

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("a.fr.md:3: l’article n’a pas de résumé")
    assert lines[1].startswith("b.fr.md: avertissement\u00a0: l’article")


def test_steps_are_plain_lines_where_nobody_watches(terminal: Terminal, capsys):
    """A log holds no line that was written over."""
    terminal.step(say("Publishing…"))
    terminal.say(say("Stopped."))

    assert capsys.readouterr() == ("Interrompu.\n", "Publication…\n")


def test_what_must_stay_is_never_written_over(terminal: Terminal, monkeypatch, capsys):
    """Beside a result for programs it is a whole line, even where somebody watches the steps."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)

    terminal.step(say("Publishing…"))
    terminal.aside(say("Stopped."))
    terminal.step(say("Publishing…"))

    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"Publication…\r{' ' * 12}\rInterrompu.\nPublication…"


@pytest.mark.parametrize(("failure", "told"), [
    (Failure(say("Stopped.")), "Interrompu.\n"),
    (ContentError(Problem("a.md", 1, say("Stopped.")), Problem("b.md", 2, say("Stopped."))),
     "a.md:1: Interrompu.\nb.md:2: Interrompu.\n"),
])
def test_a_failure_ends_with_a_sentence_and_status_1(terminal, capsys, failure, told: str):
    """Never with a traceback."""
    with pytest.raises(SystemExit) as ended, failures_told(terminal):
        raise failure

    assert ended.value.code == 1
    assert capsys.readouterr().err == told


MESSAGES = {"question": say("Stopped."), "mistaken": say("wrong"), "nobody": say("nobody")}


def test_a_word_given_beforehand_is_an_agreement(terminal: Terminal):
    """Scripts have nobody to type."""
    assert terminal.confirmation("purge", "purge", **MESSAGES)()


@pytest.mark.parametrize(("given", "reason"), [("porge", "wrong"), ("", "nobody")])
def test_nothing_dangerous_is_done_without_an_agreement(
        terminal: Terminal, monkeypatch, given: str, reason: str):
    """Another word, or nobody to ask."""
    monkeypatch.setattr("sys.stdin", io.StringIO("purge\n"))

    with pytest.raises(Failure, match=reason):
        terminal.confirmation("purge", given, **MESSAGES)


@pytest.mark.parametrize(("typed", "agreed"), [
    ("purge\n", True), (" purge \n", True), ("yes\n", False), ("", False)])
def test_a_person_is_asked(terminal: Terminal, monkeypatch, capsys, typed: str, agreed: bool):
    """And only the word itself goes on."""
    answer = io.StringIO(typed)
    answer.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", answer)

    assert terminal.confirmation("purge", "", **MESSAGES)() == agreed
    assert capsys.readouterr().out == "Interrompu.\n"
