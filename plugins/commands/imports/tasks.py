"""Gather the kinds of what can be taken over: `./inv import text`, `./inv import wordpress`."""

from invoke.collection import Collection

from plugins.commands.imports.text import take_text
from plugins.commands.imports.wordpress import take_wordpress

imports = Collection("import")
imports.add_task(take_text, "text")
imports.add_task(take_wordpress, "wordpress")
