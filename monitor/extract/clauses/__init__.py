"""What one sentence says: masked, folded, read by verb families and by the general layer."""
