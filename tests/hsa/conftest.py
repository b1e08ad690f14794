from tests.sources import either_directory

__all__ = ["either_directory"]
