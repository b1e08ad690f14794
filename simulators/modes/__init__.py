"""Fault modes: how each simulator misbehaves on demand (spec/integration.md 5.9, spec/status-updates.md 7)."""
