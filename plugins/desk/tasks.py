"""Declare the commands that show the site, and the desk, in a browser."""

from plugins.commands.declare import command, port_number
from plugins.commands.terminal import Terminal
from plugins.core.messages import say
from plugins.core.project import Options


@command(say("Preview the site and the emails as you write, here or in the browser."),
         port=say("the port to listen on (8000)"))
def serve(terminal: Terminal, options: Options, port: str = "8000") -> int:
    """Show the preview and the desk until Ctrl-C."""
    # What shows a site is slow to import, and no other command needs it.
    from plugins.desk.serving import serve_locally
    serve_locally(terminal, options, port_number(port))
    return 0
