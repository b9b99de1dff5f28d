"""What changed, and what stands: pure comparison over claims and standings."""
