"""Connectors: the outside systems that send."""
