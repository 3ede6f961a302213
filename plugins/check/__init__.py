"""Tell editors what is wrong or would be better.

A rule is a generator of problems, in the module of what it looks at; `rules` lists them all, and
nothing else names them. An error stops a build; a warning may be left.
"""
