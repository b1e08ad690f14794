"""The simulated population register: GetPersonsForProfile, answered from the built-in one (spec/roles-and-access.md 7.2)."""
