"""The architecture's own tests: docs/house.md, held to the code.

How to read this folder, in this order:
`plan.py` is the floor plan: floors and staircases (read from .importlinter), the file names of a room, the exceptions.
`tree.py` is what a rule looks at: the source tree as text and syntax trees. No rule imports or runs the product.
`rules_*.py` are the rules. Each is a small function `rule(tree) -> list[str]`: one complaint per violation.
`test_house.py` and `test_contracts.py` hold the real tree to them; `test_planted.py` plants a violation of every rule
(`plants_*.py`) and expects exactly its complaint, then a legal neighbour and expects silence.
"""
