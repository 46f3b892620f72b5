"""Scoring: what a reply means, in calibrated numbers."""
