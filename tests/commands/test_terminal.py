"""What a command says."""

import io
from dataclasses import replace

import pytest

from plugins.commands.terminal import Terminal, columns, failures_told
from plugins.core.i18n import load_desk
from plugins.core.messages import ContentError, Failure, Problem, say
from tests.conftest import PROJECT


@pytest.fixture
def terminal() -> Terminal:
    """Return a terminal that speaks French."""
    return Terminal(load_desk(PROJECT / "theme" / "locale", "fr"), "fr")


def test_a_problem_is_one_line_that_can_be_opened(terminal: Terminal, capsys):
    """Path, line, sentence; a warning says that it is one."""
    message = say("the article has no summary; add one sentence, “summary: …”")

    terminal.problems([Problem("a.fr.md", 3, message), Problem("b.fr.md", 0, message, "warning")])

    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("a.fr.md:3: l’article n’a pas de résumé")
    assert lines[1].startswith("b.fr.md: avertissement\u00a0: l’article")


def test_of_many_warnings_alike_the_first_two_are_reported(terminal: Terminal, capsys):
    """Errors are shown one by one, and so is a third warning that would be all that is left out."""
    def warned(number: int) -> list[Problem]:
        return [Problem(f"{place}.md", 1, say("the file is missing; create it, or restore it"),
                        "warning") for place in range(number)]
    wrong = [Problem(f"{place}.md", 2, say("Stopped.")) for place in range(5)]

    for problems, every, lines in ((warned(9), False, 3), (warned(9), True, 9),
                                   (warned(3), False, 3), (wrong, False, 5)):
        terminal.problems(problems, every=every)
        assert len(capsys.readouterr().err.splitlines()) == lines

    terminal.problems(warned(4003))
    assert capsys.readouterr().err.splitlines()[-1].startswith(
        "… et 4001 autres avertissements semblables")


def test_a_warning_says_how_it_is_accepted_and_is_then_only_counted(terminal: Terminal, capsys):
    """The name is the one that the header takes."""
    message = say("the article has no summary; add one sentence, “summary: …”")
    warned = Problem("a.md", 1, message, "warning", "summary")

    terminal.problems([warned])
    assert capsys.readouterr().err.endswith(
        " (pour l’accepter, écrivez «\u00a0accept: summary\u00a0» dans l’en-tête)\n")

    terminal.problems([replace(warned, accepted=True)])
    assert capsys.readouterr().err == "Avertissements acceptés dans les textes\u00a0: 1.\n"


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
        terminal.confirmation("purge", given, **MESSAGES)()


@pytest.mark.parametrize(("typed", "agreed"), [
    ("purge\n", True), (" purge \n", True), ("yes\n", False), ("", False)])
def test_a_person_is_asked(terminal: Terminal, monkeypatch, capsys, typed: str, agreed: bool):
    """And only the word itself goes on."""
    answer = io.StringIO(typed)
    answer.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stdin", answer)

    assert terminal.confirmation("purge", "", **MESSAGES)() == agreed
    assert capsys.readouterr().out == "Interrompu.\n"


def lines(*rows, gettext=str, lang: str = "en") -> list[str]:
    """Return the rows as they are printed."""
    return list(columns(rows, gettext, lang))


def test_words_are_at_the_left_and_numbers_at_the_right():
    """A whole number is a count, another one a part of one."""
    assert lines((say("Clicks ({lang})", lang="fr"), 1204, 0.5), ("b", 7, 0.0125)) == [
        "Clicks (fr)  1,204  50.00%",
        "b                7   1.25%"]


def test_a_text_at_the_end_of_its_row_widens_no_column():
    """A heading and a long title take the room they need."""
    assert lines(("a heading that is long",), ("a", 1, "a title that is long"), ("b", 2, 0.5)) == [
        "a heading that is long",
        "a  1  a title that is long",
        "b  2  50.00%"]


def test_an_empty_row_is_an_empty_line():
    """Nothing else separates blocks."""
    assert lines(("a",), (), ("b",)) == ["a", "", "b"]


def test_chinese_characters_take_two_places():
    """As terminals draw them."""
    assert lines(("法律", 1), ("abcd", 2)) == ["法律  1", "abcd  2"]


def test_words_and_numbers_are_the_editors(catalogue):
    """Typeset, and aligned after that."""
    assert lines((say("OK"), 1204), (say("not checked"), 7), gettext=catalogue, lang="fr") == [
        "OK           1\u202f204", "non vérifié      7"]
