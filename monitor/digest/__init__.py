"""From a week of events to a digest, and from a digest to mail."""
