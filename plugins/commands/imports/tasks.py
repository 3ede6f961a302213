"""Gather the kinds of what can be taken over: `./inv import text`, `./inv import wordpress`."""

from invoke.collection import Collection

from plugins.commands.imports.text import take_text

imports = Collection("import")
imports.add_task(take_text, "text")
