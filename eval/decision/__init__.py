"""Decisions measured: labelled turns with a stage, what a wrong action costs, and the real policy code over them."""
