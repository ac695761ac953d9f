"""Wires the rooms together: settings, addresses, servers. No logic lives here."""
