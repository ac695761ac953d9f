"""The commands an operator may run for places."""
