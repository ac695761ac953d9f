"""Insights (民情分析): the numbers of the loop, each with its n and the list behind it.

Promises: every figure opens the list it counts; what is not rated or not yet solved is never left out silently.
"""
