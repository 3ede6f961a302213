"""The commands of the project; `./inv --list` names them.

Each is declared in plugins/commands, and imports what takes long only when it runs.
"""

import os

from invoke.collection import Collection

from plugins.commands.declare import command, port_number
from plugins.commands.forms import forms
from plugins.commands.new import new
from plugins.commands.newsletter_tasks import newsletter
from plugins.commands.publish import publish
from plugins.commands.site import build, check, serve
from plugins.commands.suite import test
from plugins.commands.terminal import Terminal
from plugins.commands.translate import translate
from plugins.commands.words import words
from plugins.core.messages import say
from plugins.core.project import Options


@command(say("Take what visitors send, behind a web server, and hand it on."),
         port=say("the port to listen on (8001)"))
def receive(terminal: Terminal, options: Options, port: str = "8001") -> int:
    from plugins.commands.receive import receive as run_receiver
    return run_receiver(terminal, options, port_number(port), os.environ)


namespace = Collection(build, publish, serve, receive, check, new, translate, test, words,
                       newsletter, forms)
