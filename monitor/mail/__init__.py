"""Members, outbox and sending."""
