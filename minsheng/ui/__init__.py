"""The design system: tokens, components, shells, and the tags and forms that draw them. It knows no domain word.

Words come from the caller. Every component is plain markup that works without JavaScript; modules enhance it.
The living style guide at /ui/ shows each component in each state.
"""
