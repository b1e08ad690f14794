from tests.sources import either_register

__all__ = ["either_register"]
