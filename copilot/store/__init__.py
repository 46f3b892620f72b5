"""Store: records, consent ledger, outbox; SQL is the truth."""
