"""The commands an operator may run for signing in."""
