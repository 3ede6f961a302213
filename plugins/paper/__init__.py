"""Set texts and laws on paper: what a PDF shows, where it is kept, and how it is made."""
