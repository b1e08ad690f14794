"""The life of a certificate: every change is one function, one transaction, one event (spec/lifecycle.md 2.2)."""
