"""Damaged requests against a running installation (``make fuzz``): what it answers, what it keeps, what it grows to.

``soap_calls`` and ``plain_calls`` make valid requests, ``mutate`` damages them, ``judge`` looks at each answer,
``ledger`` at what was stored. A run is told by its seed: request number n is the same in every run.
"""
