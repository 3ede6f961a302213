"""What differs in production; `--conf publishconf.py` reads it."""

import sys
from pathlib import Path

# `pelican -s publishconf.py` does not put the settings' own folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

PRODUCTION = True
