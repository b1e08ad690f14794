"""The simulated HSA: national contracts, answered from the built-in directory (spec/roles-and-access.md 1.5)."""
