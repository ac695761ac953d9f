from tests.gateways.conftest import hasty, other, wired

__all__ = ["hasty", "other", "wired"]
