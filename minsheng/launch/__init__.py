"""Installing, the embedded PostgreSQL, starting and stopping, checking: plain Python, no Django at import.

Stands apart from the floors: bin/ and conftest.py import it, no room does.
"""
