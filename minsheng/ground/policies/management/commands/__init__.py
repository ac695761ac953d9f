"""Commands of the policies room."""
