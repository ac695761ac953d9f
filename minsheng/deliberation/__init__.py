"""Residents' deliberation (居民议事)."""
