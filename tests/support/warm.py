"""What each process that prints an edition would compile and read again, done once for all tests.

The server that forks them imports this module; nothing of Pelican's is touched.
"""

import gc
from datetime import date

import jinja2.ext  # noqa: F401
from babel.dates import format_date

from plugins.core.plain_text import _Waiting
from plugins.typography import typeset

for lang in ("fr", "en"):
    typeset("<p>« Un mot » ; 中国 \"A word\"</p>", lang)
    format_date(date(2018, 7, 3), "long", lang)
for waiting in [each for each in gc.get_objects() if type(each) is _Waiting]:
    waiting.search  # noqa: B018
