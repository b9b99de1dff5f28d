"""Who and where: names found, joined, told apart and resolved."""
