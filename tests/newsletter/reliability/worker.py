"""Carry out commands of the newsletter: in this process, or in one that may be killed.

`python -m tests.newsletter.reliability.worker` has imported all of it, and forks a process for each
task.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from plugins.core.i18n import load_desk
from plugins.core.messages import Failure
from plugins.newsletter.journal import Journal
from plugins.newsletter.mailchimp.account import Mailchimp
from plugins.newsletter.mailchimp.settings import MailchimpSettings, read_mailchimp_settings
from plugins.newsletter.newsletter import Newsletter
from plugins.newsletter.outbox import Outbox
from plugins.newsletter.provider import Patience, Provider
from plugins.newsletter.push.push import push
from plugins.newsletter.push.snapshot import plan_issue
from plugins.newsletter.report.doctor import rehearse
from plugins.newsletter.report.status import status
from plugins.newsletter.send.clearance import send_test
from plugins.newsletter.send.outcome import Outcome, reconcile
from plugins.newsletter.send.send import schedule, send, unschedule
from plugins.newsletter.settings import read_newsletter_settings
from tests.newsletter.conftest import ISSUE, LANGUAGES, NEWSLETTER
from tests.support.editor import ScriptedEditor
from tests.support.fake_faults import Victim
from tests.support.fake_mailchimp import KEY
from tests.support.spoiled_calls import KilledError

PROJECT = Path(__file__).parents[3]
LOOKER = "editor@firm.example"
WHEN, ZONE = "2099-12-01 09:00", "Europe/Paris"
CHANGES = {"open", "os.mkdir", "os.rename", "os.remove", "os.truncate", "fcntl.flock"}
"""What Python reports before it touches a disk, as audit events."""


@dataclass(frozen=True)
class Task:
    """A command, and where its desk is.

    `wait` is how long it waits for an answer. It is killed before it touches the disk under
    `var` for the `die_at`th time.
    """

    command: str
    outbox: str
    var: str
    root: str
    site: str
    langs: tuple[str, ...] = ()
    confirm: bool = True
    found: str = ""
    wait: float = 5
    die_at: int | None = None


@dataclass(frozen=True)
class Result:
    """What a command said, in both languages, and how it ended.

    `failure` is the name of what it raised for a person to read, `broken` a traceback, which
    nobody may ever see; `end` is “killed” or “interrupted” if it did not come to its own.
    """

    said: list[str] = field(default_factory=list)
    french: list[str] = field(default_factory=list)
    code: int | None = None
    verdicts: list[list[str]] = field(default_factory=list)
    failure: str = ""
    broken: str = ""
    end: str = ""


Command = Callable[[Task, Newsletter, ScriptedEditor], Result]


def _stop() -> None:
    raise KilledError


class Doom:
    """An audit hook that ends a task before it touches the disk for the nth time."""

    def __init__(self, kill: Callable[[], None] = _stop) -> None:
        self._kill = kill
        self._task: Task | None = None
        self._steps = 0

    def begin(self, task: Task) -> None:
        """Watch what the task does from now on."""
        self._task, self._steps = task, 0

    def end(self) -> None:
        """Watch no more; a hook cannot be taken away."""
        self._task = None

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        task = self._task
        if task and event in CHANGES and str(arguments[0]).startswith(task.var):
            self._steps += 1
            if self._steps == task.die_at:
                self._kill()


class Commands(Protocol):
    """What carries out tasks: in this process, or apart, where it may be killed."""

    def here(self, task: Task, meanwhile: Callable[[], None] = lambda: None) -> Result:
        """Carry out a task; `meanwhile` happens while an editor is asked to confirm."""

    def apart(self, task: Task, victim: Victim) -> Result:
        """Carry out a task that may be killed, as what `victim` then knows."""


class CommandsHere:
    """Commands in this process for a provider of this process: killed, they only stop."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._doom = Doom()
        sys.addaudithook(self._doom)

    def here(self, task: Task, meanwhile: Callable[[], None] = lambda: None) -> Result:
        return carry_out(task, meanwhile, self._provider)

    def apart(self, task: Task, victim: Victim) -> Result:
        self._doom.begin(task)
        try:
            return carry_out(task, provider=self._provider)
        except KilledError:
            return Result(end="killed")
        finally:
            self._doom.end()


class Workers:
    """A process that forks others, and speaks one line of JSON at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=PROJECT, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def here(self, task: Task, meanwhile: Callable[[], None] = lambda: None) -> Result:
        return carry_out(task, meanwhile)

    def apart(self, task: Task, victim: Victim) -> Result:
        """Carry out a task in a process of its own, which `victim` then knows."""
        assert self._process.stdin
        print(json.dumps(asdict(task)), file=self._process.stdin, flush=True)
        victim.name(self._line()["pid"])
        line = self._line()
        if "ended" in line:
            return Result(end="killed")
        assert "ended" in self._line()
        return Result(**line)

    def close(self) -> None:
        """End it: it has no more to read."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout
        return dict(json.loads(self._process.stdout.readline()))


def carry_out(
    task: Task, meanwhile: Callable[[], None] = lambda: None, provider: Provider | None = None
) -> Result:
    """Carry out a task in this process; `meanwhile` happens while an editor is asked to confirm.

    `provider` is one of this process; else it is Mailchimp at the root of the task.
    """
    def confirm() -> bool:
        meanwhile()
        return task.confirm

    editor = ScriptedEditor(confirm)
    try:
        result = _COMMANDS[task.command](task, _newsletter(task, provider), editor)
    except Failure as failure:
        editor.tell(failure.message)
        result = Result(failure=type(failure).__name__, code=1)
    except KeyboardInterrupt:
        result = Result(end="interrupted")
    except Exception:
        result = Result(broken=traceback.format_exc())
    return replace(result, said=editor.texts,
                   french=[line.render(_french()) for line in editor.lines])


def _plan(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    plan = plan_issue(newsletter, ISSUE, task.langs)
    for step in plan.steps:
        if step.reason:
            editor.tell(step.reason)
    return Result(code=plan.exit_code)


def _push(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    return Result(code=push(newsletter, ISSUE, editor, task.langs,
                            overwrite=task.command == "overwrite").exit_code)


def _test(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    send_test(newsletter, ISSUE, [LOOKER], editor, task.langs)
    return Result(code=0)


def _status(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    rows = [row for row in status(newsletter) if row.issue == ISSUE]
    for row in rows:
        editor.tell(row.sentence)
    return Result(code=0, verdicts=[[row.lang, row.state, str(row.sentence)] for row in rows])


def _send(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    return _judged(send(newsletter, ISSUE, editor, task.langs, task.site), editor)


def _schedule(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    return _judged(
        schedule(newsletter, ISSUE, WHEN, ZONE, editor, task.langs, task.site), editor)


def _unschedule(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    return _judged(unschedule(newsletter, ISSUE, editor, task.langs), editor)


def _reconcile(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    return _judged(reconcile(newsletter, ISSUE, editor, task.langs, task.found), editor)


def _rehearse(task: Task, newsletter: Newsletter, editor: ScriptedEditor) -> Result:
    found = rehearse(newsletter, (task.langs or LANGUAGES)[0], editor)
    for _, sentence in found:
        editor.tell(sentence)
    return Result(code=0 if all(fine for fine, _ in found) else 1)


def _judged(outcome: Outcome, editor: ScriptedEditor) -> Result:
    for verdict in outcome.languages:
        editor.tell(verdict.sentence)
    return Result(code=outcome.exit_code, verdicts=[
        [each.lang, each.state, str(each.sentence)] for each in outcome.languages])


_COMMANDS: dict[str, Command] = {
    "plan": _plan, "push": _push, "overwrite": _push, "test": _test, "status": _status,
    "send": _send, "schedule": _schedule, "unschedule": _unschedule, "reconcile": _reconcile,
    "rehearse": _rehearse}


def _newsletter(task: Task, provider: Provider | None) -> Newsletter:
    mailchimp = replace(_settings(task.root), patience=Patience(
        timeouts=(5, task.wait), retries=(0, 0), count=(0, 0), order=(0, 0)))
    return Newsletter(
        read_newsletter_settings(NEWSLETTER, LANGUAGES, "fr"),
        Outbox(Path(task.outbox), NEWSLETTER["name"], LANGUAGES),
        Journal(Path(task.var), mailchimp.audience), provider or Mailchimp(mailchimp))


@cache
def _settings(root: str) -> MailchimpSettings:
    environment = {"MAILCHIMP_API_KEY": KEY, "MAILCHIMP_API_ROOT": root}
    return read_mailchimp_settings(NEWSLETTER, LANGUAGES, "fr", environment)


@cache
def _french() -> Callable[[str], str]:
    return load_desk(PROJECT / "theme" / "locale", "fr").gettext


def _serve(tasks: Iterable[str]) -> None:
    for line in tasks:
        task = Task(**json.loads(line))
        child = os.fork()
        if not child:
            _say({"pid": os.getpid()})
            if task.die_at:
                doom = Doom(lambda: os.kill(os.getpid(), signal.SIGKILL))
                sys.addaudithook(doom)
                doom.begin(task)
            _say(asdict(carry_out(task)))
            os._exit(0)
        os.waitpid(child, 0)
        _say({"ended": True})


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    _french()
    _serve(sys.stdin)
