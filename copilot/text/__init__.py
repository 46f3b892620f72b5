"""Pure text functions: normalising, consent words, segments, redaction. No I/O, no models."""
