"""The recipients: Försäkringskassan, Transportstyrelsen and the others (spec/integration.md 5.9)."""
