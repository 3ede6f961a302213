"""Make what readers find articles by: an index for each edition, which the browser searches."""

from plugins.search.index import FOLDER, OnDemand, SearchError, index_edition

__all__ = ["FOLDER", "OnDemand", "SearchError", "index_edition"]
