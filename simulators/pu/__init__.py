"""The simulated PU: GetPersonsForProfile, answered from the built-in register (spec/roles-and-access.md 7.2)."""
