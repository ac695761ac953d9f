"""Imports: opinions from files, in and out; the same row twice adds nothing."""
