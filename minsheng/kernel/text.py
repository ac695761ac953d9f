"""Words of a text, for indexing and for searching."""

import re

import rjieba

WORD = re.compile(r"\w")


def words(text: str) -> str:
    """The text's words, Chinese ones cut apart, separated by spaces; the same for what is kept and what is asked."""
    return " ".join(word for word in rjieba.cut_for_search(text.lower()) if WORD.search(word))
