"""What every command can do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.commands.declare import fetched, message_language, usual_terminal
from plugins.core.messages import SettingsError
from tests.conftest import PROJECT

THEME = PROJECT / "theme"

CALL = """
from pathlib import Path
from plugins.commands.declare import need, usual_terminal
need(usual_terminal(), {module!r}, "bucket", Path({program!r}))
print("went on")
"""


@pytest.mark.parametrize(("module", "sets", "printed"), [
    ("json", "", "went on\n"),
    ("no_such_library", "", "called again with bucket: publish --dry-run\n"),
    ("no_such_library", "paper", "called again with paper bucket: publish --dry-run\n"),
    ("no_such_library", "paper bucket", "went on\n"),
])
def test_a_library_that_few_need_is_fetched_by_calling_again(
        tmp_path: Path, module: str, sets: str, printed: str):
    """Once: what the set does not bring is not asked for for ever."""
    program = tmp_path / "inv"
    program.write_text('#!/bin/sh\necho "called again with $PRESS_SETS: $*"\n')
    program.chmod(0o755)

    done = subprocess.run(
        [sys.executable, "-c", CALL.format(module=module, program=str(program)), "publish",
         "--dry-run"], cwd=PROJECT, text=True, capture_output=True,
        env={**os.environ, "PRESS_SETS": sets}, check=True)

    assert done.stdout == printed


@pytest.mark.parametrize(("module", "made", "said"), [
    ("json", "", ""), ("new_library", "touch new_library.py", "--version with bucket pdf\n"),
    ("no_such_library", "exit 1", "--version with bucket pdf\n")])
def test_a_library_that_a_command_can_do_without_is_fetched_in_its_course(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, made: str, said: str):
    """And looked for anew; where it cannot be fetched, the command goes on without."""
    program = tmp_path / "inv"
    program.write_text(f'#!/bin/sh\necho "$1 with $PRESS_SETS" >said\n{made}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PRESS_SETS", "bucket")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert fetched(usual_terminal(), module, "pdf", program) == (made != "exit 1")

    told = tmp_path / "said"
    assert (told.read_text() if told.exists() else "") == said


@pytest.mark.parametrize(("environment", "chosen", "lang"), [
    ({}, "", "fr"), ({"LANG": "C"}, "", "fr"), ({"LANG": "C.UTF-8"}, "", "fr"),
    ({"LANG": "POSIX"}, "", "fr"), ({"LANG": "fr_FR.UTF-8"}, "", "fr"),
    ({"LANG": "en_GB.UTF-8"}, "", "en"), ({"LANG": "en"}, "", "en"), ({"LANG": "de_DE"}, "", "en"),
    ({"LANG": "fr_FR", "LC_ALL": "en_US.UTF-8"}, "", "en"),
    ({"LANG": "en_US", "LC_MESSAGES": "fr_FR"}, "", "fr"), ({"LANG": "fr_FR"}, "en", "en"),
])
def test_messages_follow_the_locale_or_the_choice(environment, chosen, lang):
    """As POSIX reads it: LC_ALL before LC_MESSAGES before LANG."""
    assert message_language(THEME, chosen, environment) == lang


@pytest.mark.parametrize(("settings", "lang"), [
    ('DEFAULT_LANG = "fr"\n', "fr"), ("X = 1\nDEFAULT_LANG='en'  # ours", "en"),
    ('DEFAULT_LANG = "zh"\n', "en"), ("# DEFAULT_LANG = 'fr'", "en"), ("x = (", "en"),
    (None, "en"),
])
def test_a_computer_without_a_language_speaks_that_of_the_site(tmp_path, settings, lang):
    """Whatever else is wrong with the settings; English is what everybody can look up."""
    conf = tmp_path / "pelicanconf.py"
    if settings is not None:
        conf.write_text(settings)

    for environment in ({}, {"LANG": "C"}):
        assert message_language(THEME, "", environment, str(conf)) == lang


def test_a_firm_whose_first_language_is_another_one_is_spoken_to_in_it(tmp_path):
    """What `firm.toml` says of its languages holds before the settings."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/firm.toml").write_text('[languages.en]\nname = "English"\n')
    (tmp_path / "pelicanconf.py").write_text('DEFAULT_LANG = "fr"\n')

    assert message_language(THEME, "", {}, str(tmp_path / "pelicanconf.py")) == "en"


def test_a_language_without_messages_cannot_be_chosen():
    """The sentence says which can."""
    with pytest.raises(SettingsError, match="--messages fr"):
        message_language(THEME, "de", {})
