"""The pages: what everyone reads, and what is asked for about it."""
