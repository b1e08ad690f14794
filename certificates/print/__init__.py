"""The certificate on paper: one tagged layout for all types, made by Typst (spec/print.md)."""
