"""What care and receiver may write to each other about, in the types whose receiver answers questions."""

from __future__ import annotations

from certificates.types.base import Topics

EVERY_TOPIC = Topics(
    may_open=("AVSTMN", "KONTKT", "OVRIGT"), may_receive=("KOMPLT", "AVSTMN", "KONTKT", "OVRIGT", "PAMINN")
)
WITHOUT_MEETING = Topics(may_open=("KONTKT", "OVRIGT"), may_receive=("KOMPLT", "KONTKT", "OVRIGT", "PAMINN"))
"""No meetings are held about these (AVSTMN)."""
