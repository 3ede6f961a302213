"""The code stays of a size in which people find their way."""

import pytest

from bench.house import Measure, measures


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: measure.name)
def test_a_measure_of_the_code_is_kept(measure: Measure) -> None:
    """What was reached is not given up in small steps."""
    assert measure.kept, f"{measure.name}: {measure.found:g}, and {measure.most:g} is the most"
