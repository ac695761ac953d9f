from tests.gateways.conftest import other, wired

__all__ = ["other", "wired"]
