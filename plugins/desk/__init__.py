"""Do what each command says: the only place that knows every part of the press."""
