"""The simulated HSA catalogue: the national contracts, answered from the built-in directory (spec/roles-and-access.md 1.5)."""
