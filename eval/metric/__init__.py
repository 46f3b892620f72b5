"""Metrics as pure functions on arrays: no files, no models. Those that training shares stand in its metric module."""
