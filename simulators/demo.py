"""The simulators of the demo world: the recipients, and what they and Intygstjänsten hold of the past."""

from __future__ import annotations

from simulators import demo_certificates
from simulators.intygstjanst.models import Recipient

_KIND = Recipient.Kind
_FK = ["fk7263", "luse", "lisjp", "luae_fs", "luae_na"]
_NEW_FK = ["fk3221", "fk3226", "fk7210", "fk7426", "fk7427", "fk7472", "fk7804", "fk7809", "fk7810"]
_TS = ["ts-bas", "ts-diabetes", "tstrk1009", "tstrk1062", "ts8071"]
_AG = ["ag114", "ag7804"]
_AF = ["af00213", "af00251"]

RECIPIENTS = (
    Recipient(
        id="FKASSA", name="Försäkringskassan", kind=_KIND.MAIN, logical_address="FKORG", certificate_types=_FK + _NEW_FK
    ),
    Recipient(
        id="TRANSP", name="Transportstyrelsen", kind=_KIND.MAIN, logical_address="tsTestAdress", certificate_types=_TS
    ),
    Recipient(
        id="SKV", name="Skatteverket", kind=_KIND.DIRECT, logical_address="Skatteverket", certificate_types=["db"]
    ),
    Recipient(id="SOS", name="Socialstyrelsen", kind=_KIND.DIRECT, logical_address="SOS", certificate_types=["doi"]),
    Recipient(id="AF", name="Arbetsförmedlingen", kind=_KIND.MAIN, logical_address="AF", certificate_types=_AF),
    Recipient(
        id="HSVARD",
        name="Hälso- och sjukvården",
        kind=_KIND.CARE,
        logical_address="hsvardAdress",
        certificate_types=[*_FK, *_NEW_FK, *_TS, *_AG, *_AF, "db", "doi"],
    ),
    Recipient(
        id="INVANA",
        name="Invånaren",
        kind=_KIND.CITIZEN,
        logical_address="miAdress",
        certificate_types=_FK + _NEW_FK + _TS,
    ),
    Recipient(
        id="FBA",
        name="Försäkringsbolaget Exempel",
        kind=_KIND.EXTRA,
        logical_address="fail-adress",
        certificate_types=["lisjp"],
        is_trusted=False,
    ),
    Recipient(
        id="SKR",
        name="Sveriges Kommuner och Regioner",
        kind=_KIND.WITHOUT_ADDRESS,
        logical_address="",
        certificate_types=_AG,
    ),
)


def load() -> None:
    """The recipients of spec/integration.md 5.8, then the certificates. The journal system and the log start empty."""
    Recipient.objects.bulk_create(RECIPIENTS)
    demo_certificates.load()
