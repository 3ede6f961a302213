"""Let a firm write, check, publish and send in a browser, by what the commands do."""
