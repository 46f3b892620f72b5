"""The vocabulary: one word per thing, the same in Python, JSON, SQL and the sidebar."""
