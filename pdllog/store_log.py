"""StoreLog 2: records as XML (spec/pdl-logging.md 1). No name of a user or patient is ever written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.conf import settings
from lxml import etree

from pdllog.models import PdlRecord
from rivta.build import el, person_root, root
from rivta.contracts import STORE_LOG_2 as CONTRACT
from rivta.namespaces import LOG, STORE_LOG
from webcert import clock

PURPOSE = "Vård och behandling"
RESOURCE_TYPE = "Intyg"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document may hold (XML 1.0, 2.2)."""


def store_log(records: Iterable[PdlRecord]) -> etree._Element:
    """One StoreLog with a ``log`` per record, in the given order."""
    return root(STORE_LOG, "StoreLog", *(_log(record) for record in records))


class Unfit(Exception):
    """The log service would refuse what is made of these records."""


def checked_store_log(records: Sequence[PdlRecord]) -> etree._Element:
    """As ``store_log``, for records that the log service would take; otherwise raises ``Unfit`` and says why."""
    if not all(len(record.patient_id) == 12 and record.patient_id.isdigit() for record in records):
        raise Unfit("the patient's number is neither personnummer nor samordningsnummer")
    try:
        message = store_log(records)
    except ValueError as error:
        raise Unfit(f"a text that XML cannot hold: {error}") from error
    if faults := CONTRACT.validate(message):
        raise Unfit("; ".join(faults))
    return message


def _log(record: PdlRecord) -> etree._Element:
    return el(
        STORE_LOG,
        "log",
        None,
        el(LOG, "logId", str(record.log_id)),
        el(
            LOG,
            "system",
            None,
            el(LOG, "systemId", settings.PDL_SYSTEM_ID),
            _optional("systemName", settings.PDL_SYSTEM_NAME),
        ),
        _activity(record),
        _user(record),
        el(LOG, "resources", None, _resource(record)),
    )


def _activity(record: PdlRecord) -> etree._Element:
    return el(
        LOG,
        "activity",
        None,
        el(LOG, "activityType", record.activity_type),
        _optional("activityLevel", record.activity_level),
        _optional("activityArgs", record.activity_args, max_length=8192),
        el(LOG, "startDate", clock.riv_timestamp(record.start_date)),
        el(LOG, "purpose", PURPOSE),
    )


def _user(record: PdlRecord) -> etree._Element:
    return el(
        LOG,
        "user",
        None,
        el(LOG, "userId", record.user_id),
        _optional("assignment", record.user_assignment),
        _optional("title", record.user_title),
        _care_provider(record.user_care_provider_id, record.user_care_provider_name),
        _care_unit(record.user_care_unit_id, record.user_care_unit_name),
    )


def _resource(record: PdlRecord) -> etree._Element:
    patient_id = el(
        LOG,
        "patientId",
        None,
        el(LOG, "root", person_root(record.patient_id)),
        el(LOG, "extension", record.patient_id),
    )
    return el(
        LOG,
        "resource",
        None,
        el(LOG, "resourceType", RESOURCE_TYPE),
        el(LOG, "patient", None, patient_id),
        _care_provider(record.owner_care_provider_id, record.owner_care_provider_name),
        _care_unit(record.owner_care_unit_id, record.owner_care_unit_name),
    )


def _care_provider(hsa_id: str, name: str) -> etree._Element:
    return el(LOG, "careProvider", None, el(LOG, "careProviderId", hsa_id), _optional("careProviderName", name))


def _care_unit(hsa_id: str, name: str) -> etree._Element:
    return el(LOG, "careUnit", None, el(LOG, "careUnitId", hsa_id), _optional("careUnitName", name))


def _optional(tag: str, text: str, *, max_length: int = 256) -> etree._Element | None:
    """Trimmed and cut to what the contract holds, without control characters; blank text leaves the element out."""
    text = _CONTROL.sub("", text).strip()[:max_length]
    return el(LOG, tag, text) if text else None
