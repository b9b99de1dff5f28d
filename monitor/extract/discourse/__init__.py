"""What a whole document says: context from sentence to sentence, and everything put together."""
