"""Webhooks: each status event as JSON to the addresses that a journal system has registered, beside SOAP."""
