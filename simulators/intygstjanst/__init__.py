"""The embedded Intygstjänst: stores certificates and passes them on to recipients (spec/integration.md 5)."""
