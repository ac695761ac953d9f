"""The pages of opinions: one of them, the lists of many."""
