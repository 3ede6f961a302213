"""The commands of the project, by the editor's day; `./inv --help` shows them.

Each is declared in plugins/commands or plugins/desk, and imports what takes long only when it runs.
"""

from plugins.commands.backup.tasks import backup, restore
from plugins.commands.firm import firm, upgrade
from plugins.commands.forms.tasks import forms, receive
from plugins.commands.imports import imports
from plugins.commands.new import new
from plugins.commands.newsletter_tasks import newsletter
from plugins.commands.program import gather, run
from plugins.commands.publish import publish
from plugins.commands.site import build, check, pdf
from plugins.commands.suite import test
from plugins.commands.translate import glossary, translate, words
from plugins.core.messages import say
from plugins.desk.tasks import desk, serve

DAY = (
    (say("Begin"), (firm,)),
    (say("Write"), (new, imports, translate, glossary)),
    (say("Look"), (serve, desk)),
    (say("Check"), (check,)),
    (say("Publish"), (build, pdf, publish)),
    (say("Send"), (newsletter,)),
    (say("What visitors send"), (forms, receive)),
    (say("The program itself"), (backup, restore, upgrade, test, words)),
)

namespace = gather(DAY)

if __name__ == "__main__":
    run(DAY)
