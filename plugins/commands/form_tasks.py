"""The commands of the forms, which belong to `./inv --list` like those of tasks.py."""

from invoke.collection import Collection

from plugins.commands.declare import command
from plugins.commands.terminal import Terminal
from plugins.core.messages import say
from plugins.core.project import Options

JSON = say("print the result as JSON, for programs")
SUBMISSION = say("the id of the submission, or its first letters, as forms.list shows it")
AGREED = say("what else would be typed when asked")


@command(say("List what waits to be delivered and what failed, and why."), json=JSON,
         state=say("undelivered, parked, waiting, dropped, delivered or all (undelivered)"))
def list_submissions(terminal: Terminal, options: Options, state: str = "undelivered",
                     json: bool = False) -> int:
    from plugins.commands import forms as submissions
    return submissions.show_list(terminal, options, state, json)


@command(say("Say all that a visitor sent, and where its deliveries stand."), submission=SUBMISSION,
         json=JSON)
def show(terminal: Terminal, options: Options, submission: str, json: bool = False) -> int:
    from plugins.commands import forms as submissions
    return submissions.show_one(terminal, options, submission, json)


@command(say("Try again to deliver a submission, or all that are undelivered."),
         submission=say("the id of a submission, or “all”"))
def retry(terminal: Terminal, options: Options, submission: str) -> int:
    from plugins.commands import forms as submissions
    return submissions.retry(terminal, options, submission)


@command(say("Write what visitors sent into a file."),
         file=say("the new file to write, ending in .csv or .json"),
         form=say("one form only, as contact (all)"))
def export(terminal: Terminal, options: Options, file: str, form: str = "") -> int:
    from plugins.commands import forms as submissions
    return submissions.export(terminal, options, file, form)


@command(say("Remove what is older than its form says; asks first."), confirm=AGREED,
         undelivered=say("remove what was never delivered, too"))
def purge(terminal: Terminal, options: Options, undelivered: bool = False, confirm: str = ""
          ) -> int:
    from plugins.commands import privacy
    return privacy.purge_old(terminal, options, undelivered, confirm)


@command(say("Give up the deliveries of a submission that are parked; asks first."),
         submission=SUBMISSION, confirm=AGREED)
def drop(terminal: Terminal, options: Options, submission: str, confirm: str = "") -> int:
    from plugins.commands import forms as submissions
    return submissions.drop_parked(terminal, options, submission, confirm)


PERSON = say("the email address of the person")


@command(say("Remove what one person sent (GDPR art. 17); asks first."), email=PERSON,
         confirm=AGREED)
def erase(terminal: Terminal, options: Options, email: str = "", confirm: str = "") -> int:
    from plugins.commands import privacy
    return privacy.erase_person(terminal, options, email, confirm)


@command(say("Say all that is kept of one person (GDPR art. 15)."), email=PERSON, json=JSON)
def person(terminal: Terminal, options: Options, email: str = "", json: bool = False) -> int:
    from plugins.commands import privacy
    return privacy.show_person(terminal, options, email, json)


forms = Collection("forms", show, retry, drop, export, purge, erase, person)
forms.add_task(list_submissions, "list")
