"""One module a change of the schema; each is frozen once it is released."""
