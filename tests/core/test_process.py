"""Other processes do pieces of the work, and end with the command that asked."""

import os
import signal
import subprocess
import sys
import time

import pytest

from plugins.core.process import Stopped, ask, at_most, at_once
from tests.conftest import PROJECT, Site


def test_a_process_answers_what_its_function_returns():
    """Named as in module:function."""
    assert at_once(lambda word: ask("json:dumps", word), ["a", "b"]) == ['"a"', '"b"']


def test_what_takes_too_long_ends():
    """What follows is as it was, and so is what is done in time."""
    with pytest.raises(TimeoutError), at_most(0.01):
        while True:
            pass
    with at_most(0.01):
        done = True
    time.sleep(0.02)
    assert done
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_a_process_without_an_answer_is_reported_by_its_status():
    """One that was killed by the number of the signal, as everywhere."""
    with pytest.raises(Stopped) as stopped:
        ask("signal:raise_signal", signal.SIGKILL)

    assert stopped.value.status == -signal.SIGKILL


def test_an_interrupted_build_says_one_word_and_leaves_nobody_behind(site: Site):
    """Ctrl-C reaches all processes of a terminal at once."""
    site.article("2018-07-03-a.fr.md", "Texte.")
    options = site.options
    command = subprocess.Popen(
        [sys.executable, "-m", "invoke", "build", "--messages", "en",
         "--content", str(options.content), "--output", str(options.output),
         "--outbox", str(options.outbox), "--var", str(options.var)],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True)
    next(line for line in command.stdout if line.startswith("Building"))
    os.killpg(command.pid, signal.SIGINT)

    assert command.communicate()[0] == "Stopped.\n"
    assert command.returncode == 130
    for _ in range(100):
        try:
            os.killpg(command.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        pytest.fail("a process is left")
