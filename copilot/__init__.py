"""Read, route and answer SMS replies to sales texts."""

__version__ = "0.1.0"
