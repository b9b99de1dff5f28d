"""Review: what a person needs to see of a change to decide about it, and the decision."""
