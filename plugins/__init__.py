"""The parts of the program; each folder opens with a sentence that says what it is for."""
