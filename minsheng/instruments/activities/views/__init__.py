"""Lists, pages, check-in, roster, codes."""
