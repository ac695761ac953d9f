"""Commands of the gateways room."""
