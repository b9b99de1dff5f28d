"""The review desk: what staff do between a change that was found and a bulletin that is sent."""
