"""Roots of identifiers and code systems (spec/integration.md 0.1)."""

from __future__ import annotations

HSA_ID = "1.2.752.129.2.1.4.1"
PERSONNUMMER = "1.2.752.129.2.1.3.1"
SAMORDNINGSNUMMER = "1.2.752.129.2.1.3.3"
ARBETSPLATSKOD = "1.2.752.29.4.71"

BEFATTNING = "1.2.752.129.2.2.1.4"
LEGITIMERAT_YRKE = "1.2.752.29.23.1.6"
KV_INTYGSTYP = "b64ea353-e8f6-4832-b563-fc7d46f29548"
KV_INTYGSTYP_OLD = "f6fb361a-e31d-48b8-8657-99b63912dd9b"
KV_PART = "769bb12b-bd9f-4203-a5cd-fd14f2eb3b80"
KV_HANDELSE = "dfd7bbad-dbe5-4a2f-ba25-f7b9b2cc6b14"
KV_AMNE = "ffa59d8f-8d7e-46ae-ac9e-31804e8e8499"
KV_STATUS = "9871cd17-8755-4ed9-b894-ff3729e775a4"
KV_RELATION = "c2362fcd-eda0-4f9a-bd13-b3bbaf7f2146"
KV_ID_KONTROLL = "e7cc8f30-a353-4c42-b17a-a189b6876647"
KALLA_ADRESSUPPGIFTER = "4ade8de2-effe-41d0-b177-fedc820e69fa"

INTYGSTJANSTEN = "SE5565594230-B31"
"""Root of ``intygs-id`` in SendCertificateToRecipient, where the unit is not known."""
