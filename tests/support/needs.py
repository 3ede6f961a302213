"""What a test needs of the machine."""

import os

import pytest


def need(present: object, what: str) -> None:
    """Skip the test where a tool is missing; in CI nothing may be missing."""
    if not present:
        assert not os.environ.get("CI"), f"{what} is missing; .ci/run installs it"
        pytest.skip(f"needs {what}; .ci/run shows how to install it")
