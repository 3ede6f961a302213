"""Show what came through the forms, and do with it what the commands of the forms do."""
