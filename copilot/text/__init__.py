"""Text: normalise, consent words, segments, redaction. Pure functions."""
