"""What ends the printing of an edition is told with its place."""

from pathlib import Path

import pytest

from plugins.atomic import PublishError, Staging
from plugins.build.workshop import EditionRequest, collected
from plugins.check.reading import cache_of
from plugins.core.messages import SettingsError, say
from plugins.site.edition import EditionResult
from tests.conftest import Site


def told(site: Site, ending: Exception | None = None) -> list[str]:
    """Return what is told if the printing ends so, or else on a full disk."""
    options, result = site.options, EditionResult("fr")
    root = options.output.parent
    request = EditionRequest(options.conf, "fr", {}, frozenset(), options.today, options.cache,
                             cache_of(options), Staging(root, root), Staging(root, root), {}, b"")
    with collected(result, request):
        if ending:
            raise ending
        Path("/dev/full").write_bytes(b"x")
    return [problem.render(str) for problem in result.problems]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_a_full_disk_is_no_fault_of_the_settings(site: Site):
    """The sentence names the folder alone."""
    assert told(site) == [f"{site.options.output.parent}: the disk is full; make room there, then "
                          "try again"]


def test_what_names_its_place_is_not_given_another(site: Site):
    """But settings are told with their file."""
    assert told(site, PublishError(say("out: no"))) == ["out: no"]
    assert told(site, SettingsError(say("no"))) == [f"{site.options.conf}: no"]
