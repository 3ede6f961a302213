"""Keep in one file what no build makes again, and bring back from it what is missing."""
