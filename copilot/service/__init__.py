"""Service: settling, outbox, claims, knowledge upkeep."""
