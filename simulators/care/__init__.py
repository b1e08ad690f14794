"""The built-in journal system: an inbox for status updates (spec/status-updates.md 7)."""
