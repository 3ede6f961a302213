"""Do what each command of ./inv says."""
