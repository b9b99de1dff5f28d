"""Source types, one file each, and the fetcher."""
