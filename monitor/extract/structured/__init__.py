"""Tables, lists and records to claims."""
