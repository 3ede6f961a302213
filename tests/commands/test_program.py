"""What `./inv` says before a command runs."""

import subprocess
import sys
from copy import deepcopy

import pytest

from plugins.commands.program import Desk, understood, unnamed_options
from tasks import DAY, namespace
from tests.conftest import PROJECT

UNUSED = deepcopy(DAY)
"""The commands before anything is read from them: Invoke takes their help out as it reads it."""


def call(capsys, *words: str) -> tuple[int, str, str]:
    """Return the status of a call, and what it said, in French as the site is."""
    with pytest.raises(SystemExit) as ended:
        Desk(deepcopy(UNUSED)).run(["inv", *words])
    return (ended.value.code or 0, *capsys.readouterr())


def test_alone_it_greets_and_names_four_things_to_do(capsys):
    """Nobody is shown forty commands who has asked for none."""
    status, out, err = call(capsys)

    assert (status, err) == (0, "")
    assert out.startswith("Bonjour")
    assert [line.split("  ")[1] for line in out.splitlines() if line.startswith("  ./inv")] == [
        "./inv serve", "./inv firm", './inv new "…" market-brief', "./inv publish"]


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"], ["--list"], ["-l"],
                                   ["--version"]])
def test_help_tells_each_command_once_in_the_order_of_the_day(capsys, words: list[str]):
    """Under the name by which it is called; none is forgotten, whatever is added."""
    _, out, _ = call(capsys, *words)

    told = [line.partition("  ")[0] for line in
            (line[2:] for line in out.splitlines() if line.startswith("  ") and line[2:3].strip())]
    assert len(told) == len(set(told)) == len(namespace.task_names)
    assert [told.index(name) for name in ("new", "serve", "check", "publish", "newsletter.send",
                                          "forms.list")] == sorted(
        map(told.index, ("new", "serve", "check", "publish", "newsletter.send", "forms.list")))


@pytest.mark.parametrize("words", [
    ["--help", "new"], ["new", "--help"], ["new", "-h"], ["help", "new"], ["new", "a", "--help"]])
def test_help_for_a_command_tells_what_it_takes(capsys, words: list[str]):
    """Asked for in any place, and before anything else is wrong with the call."""
    status, out, err = call(capsys, *words)

    assert (status, err) == (0, "")
    assert out.startswith("./inv new TITLE CATEGORY\n\nCréer un article")
    assert "\n  --key …   la clé de l’article" in out
    assert out.index("--key") < out.index("Avec chaque commande") < out.index("--conf")


@pytest.mark.parametrize(("call_", "told"), [
    ("serv", "la commande «\u00a0serv\u00a0» n’existe pas\u202f; vouliez-vous écrire "
             "«\u00a0serve\u00a0»\u202f?"),
    ("push", "vouliez-vous écrire «\u00a0newsletter.push\u00a0»\u202f?"),
    ("frobnicate", "la commande «\u00a0frobnicate\u00a0» n’existe pas\u202f; «\u00a0./inv --help"),
    ("--help serv", "vouliez-vous écrire «\u00a0serve\u00a0»"),
    ("forms", "«\u00a0forms\u00a0» réunit plusieurs commandes\u00a0: forms.list, forms.show"),
    ("new", "il manque «\u00a0title\u00a0»\u202f; écrivez «\u00a0./inv new TITLE CATEGORY"),
    ("new title", "il manque «\u00a0category\u00a0»"),
    ("check --stirct", "«\u00a0check\u00a0» n’a pas d’option «\u00a0--stirct\u00a0»\u202f; "
                       "vouliez-vous écrire «\u00a0--strict\u00a0»"),
    ("check l'article", "«\u00a0check\u00a0» ne connaît pas «\u00a0l'article\u00a0»"),
    ("serve --port", "«\u00a0--port\u00a0» attend une valeur\u00a0: le port"),
    ("check build", "une commande à la fois"),
])
def test_what_is_wrong_with_a_call_is_one_sentence(capsys, call_: str, told: str):
    """With what would be right, and status 1."""
    status, out, err = call(capsys, *call_.split())

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert told in err


@pytest.mark.parametrize(("words", "meant"), [
    ("new issue", "new.issue"),
    ("new issue --lang=fr --day 2018-08-01", "new.issue --lang=fr --day 2018-08-01"),
    *((same, same) for same in ("new issue market-brief", "new title market-brief", "new",
                                "new issue market-brief --lang fr", "--help new", "", "test",
                                "test --changed", "check --list", "forms.drop",
                                "forms.drop --reason no", "forms.retry abcd")),
    ("import text a.docx --lang fr", "import.text a.docx --lang fr"), ("import", "import"),
    ("help import text", "--help import.text"), ("import --help", "--help import"),
    ("new issue --help", "--help new.issue"), ("help new issue", "--help new.issue"),
    ("forms.drop abcd --reason no", "forms.drop --submission=abcd --reason no"),
    ("forms.drop abcd efgh", "forms.drop --submission=abcd efgh"),
    ("test tests/a b --messages en", "test --path=tests/a --path=b --messages en"),
])
def test_optional_words_are_understood(words: str, meant: str):
    """A title and a category begin an article still, even one that is called “issue”."""
    assert understood(words.split(), unnamed_options(namespace)) == meant.split()


@pytest.mark.parametrize(("lang", "greeting"), [("en_GB", "Hello"), ("de_DE", "Hello"),
                                                ("fr_CH", "Bonjour")])
def test_it_speaks_the_language_of_the_terminal(lang: str, greeting: str):
    """English where it is another one; and a reader that has read enough disturbs nobody."""
    result = subprocess.run(f"{sys.executable} tasks.py --help 2>&1 | head -0; "
                            f"{sys.executable} tasks.py", shell=True, cwd=PROJECT, text=True,
                            capture_output=True, env={"LANG": lang}, check=False)

    assert result.stdout.startswith(greeting) and result.stderr == ""
