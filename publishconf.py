"""What differs in production; `--conf publishconf.py` reads it."""

import sys
from pathlib import Path

# `pelican -s publishconf.py` does not put the settings' own folder on the path.
sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

PRODUCTION = True

PUBLISH: dict[str, object] = {}
"""Where `./inv publish` sends the site: by rsync over ssh, or into a bucket of S3 or its like.

    {"rsync": "user@firm.example:/var/www/lettre/", "port": 22, "ssh": ["-i", "~/.ssh/lettre"]}
    {"s3": "bucket", "prefix": "", "endpoint": "https://s3.fr-par.scw.cloud", "region": "fr-par"}
"""
