"""Minsheng (民声): the working platform of a district people's congress and its streets."""
