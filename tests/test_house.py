"""The code stays of a size in which people find their way."""

from bench.house import measures


def test_the_measures_of_the_code_are_kept() -> None:
    """What was reached is not given up in small steps."""
    assert [f"{measure.name}: {measure.found:g}, and {measure.most:g} is the most"
            for measure in measures() if not measure.kept] == []
