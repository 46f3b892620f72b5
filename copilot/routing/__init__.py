"""Routing: pure policy rules that choose the one action."""
