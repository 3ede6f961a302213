"""The commands of the project; `./inv --list` names them.

Each is declared in plugins/commands, and imports what takes long only when it runs.
"""

from invoke.collection import Collection

from plugins.commands.backup.tasks import backup, restore
from plugins.commands.forms import forms, receive
from plugins.commands.new import new
from plugins.commands.newsletter_tasks import newsletter
from plugins.commands.publish import publish
from plugins.commands.site import build, check, serve
from plugins.commands.suite import test
from plugins.commands.translate import translate
from plugins.commands.words import words

namespace = Collection(build, publish, serve, receive, check, new, translate, test, words,
                       newsletter, forms, backup, restore)
