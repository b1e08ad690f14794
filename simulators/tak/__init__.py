"""The catalogue of the national platform: who is routed, as its three look-ups tell (spec/status-updates.md 5.4)."""
