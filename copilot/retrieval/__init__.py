"""Retrieval: the case study or template that answers."""
