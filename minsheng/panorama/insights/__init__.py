"""Insights (民情分析): the numbers of the loop, each with its n and the list behind it.

Words: a *rate* is how often one thing was done against another, both counted in `ground.figures`; its *n* is what it is
a share of; a *course* is a matter from its sending to its answer, or until now; *visits* are pages that were opened.
Promises: every figure says what is counted, by which formula, of how many and from where, and opens the list it counts;
what is not rated or not yet solved is never left out silently, and nobody who did not rate is taken for satisfied.
A number of few is shown, and neither ranked nor compared.
Confidential matters are counted in the sums of a street or the district and nowhere else: not by unit, category or
channel, where few are counted and one could be told apart. No list shows them; it says how many it leaves out.
Who visits is forgotten: of a day only the numbers stay, see `models`.
"""
