"""Documents to claims: blocks, names, tables, records and prose."""
