"""Messages to and from a signing service: DSS with the Swedish extension (spec/signing.md 8.1)."""
