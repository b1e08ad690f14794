"""The signing service of the box: a counterpart that speaks the real messages (spec/signing.md 8.1, 12.1.2)."""
