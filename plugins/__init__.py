"""The parts of the press; each folder opens with a sentence that says what it is for."""
