"""The figures of ``make figures``: nothing lost, and how long it takes (spec/status-updates.md 9.14)."""
