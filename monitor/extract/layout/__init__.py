"""Documents to blocks: pages, plain texts and grids, with offsets and zones."""
