"""Make what readers find articles by: an index for each edition, which the browser searches."""
