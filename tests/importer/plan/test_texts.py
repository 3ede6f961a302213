"""The header of a text says what the old site said of it."""

import pytest

from plugins.importer.plan.texts import TITLES, first_words
from plugins.importer.wordpress.export import Item


@pytest.mark.parametrize(("title", "kept"), [
    ("For searchers %%page%% %%sep%% %%sitename%%", "For searchers"),
    ("For searchers #separator_sa #site_title", "For searchers"),
    ("100 % for searchers", "100 % for searchers"),
    # What only the plugin could fill is no title.
    ("%%title%% %%page%% %%sep%% %%sitename%%", ""), ("%date% %sep% %sitename%", ""),
])
def test_a_title_for_searchers_is_kept_without_the_name_of_the_site(title: str, kept: str):
    """Yoast, Rank Math and others write how to fill its end."""
    item = Item("x", 1, 1, "post", "publish", "T", meta={"_yoast_wpseo_title": (title,)})

    assert first_words(item, TITLES) == kept
