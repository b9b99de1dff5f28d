"""Review desk, tracker, subscription pages and JSON API."""
