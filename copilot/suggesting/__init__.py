"""Suggesting: drafts of the next message."""
