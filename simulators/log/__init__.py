"""The built-in log service: takes StoreLog (spec/pdl-logging.md 10)."""
