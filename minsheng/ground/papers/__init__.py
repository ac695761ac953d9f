"""Papers: official documents in the layout of GB/T 9704, each with a number of its own."""
