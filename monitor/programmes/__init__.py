"""Programme packs: commissioning rounds as data, and their loader."""
