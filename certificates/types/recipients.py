"""Who the certificates are for: name, and what a print says of them (spec/print.md 3.2)."""

from __future__ import annotations

from certificates.types.base import Recipient

FORSAKRINGSKASSAN = Recipient(
    "FKASSA",
    "Försäkringskassan",
    postal_address=("Försäkringskassans inläsningscentral", "839 88 Östersund"),
    is_sent_in_heading=True,
)
TRANSPORTSTYRELSEN = Recipient("TRANSP", "Transportstyrelsen")
SKATTEVERKET = Recipient("SKV", "Skatteverket")
SOCIALSTYRELSEN = Recipient("SOS", "Socialstyrelsen")
ARBETSFORMEDLINGEN = Recipient("AF", "Arbetsförmedlingen")
EMPLOYERS = Recipient("SKR", "Sveriges Kommuner och Regioner", reader="arbetsgivaren")
"""Owner of the employer's forms; nothing is ever sent there."""
