"""What evaluators bring: rows from their files, and systems of their own by entry point or URL."""
