"""The commands for the people of a desk."""

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.commands.terminal import Terminal
from plugins.core.i18n import load_desk
from plugins.core.project import Options, read_options
from plugins.desk import tasks
from plugins.desk.people.accounts import account_of
from plugins.desk.store import Store
from tests.conftest import PROJECT

ADDRESS = "editor@firm.example"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Return the options of a firm whose desk has an address."""
    sample = read_options(str(PROJECT / "pelicanconf.py"))
    return replace(sample, var=tmp_path,
                   settings={**sample.settings, "DESK_URL": "https://desk.firm.example"})


@pytest.fixture
def terminal(options: Options) -> Terminal:
    """Return a terminal that speaks English."""
    return Terminal(load_desk(options.theme / "locale", "en"), "en")


@pytest.mark.parametrize("rights", [(False,), (True,), (False, True), (True, False)])
def test_the_last_invitation_says_what_a_person_may(
        options: Options, terminal: Terminal, capsys: pytest.CaptureFixture[str],
        rights: tuple[bool, ...]):
    """So a right is taken away, too; her name stays, and the list says how."""
    tasks.invite.act(terminal, options, ADDRESS, name="The editors")
    for may_publish in rights:
        tasks.invite.act(terminal, options, ADDRESS, may_publish=may_publish)
    said = capsys.readouterr().out.splitlines()[-1]
    tasks.people.act(terminal, options)
    listed = capsys.readouterr().out
    store = Store(options.desk)
    person = account_of(store, ADDRESS).person
    store.close()

    right = "writes, publishes and sends" if rights[-1] else "writes"
    assert person.may_publish is rights[-1] and person.name == "The editors"
    assert said.startswith(f"{ADDRESS}: {right}.") and f"{right}  " in listed
    assert "invite the person again" in listed
