"""A real population register, asked by GetPersonsForProfile (spec/roles-and-access.md 1.5, 7.2, docs/adr/0015).

Persons found are kept for ``PU_CACHE_S`` in the memory of this process and nowhere else, under a keyed hash of the
number; that somebody is not found, and errors, are never kept.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from patients.person_id import PersonId
from patients.register import BATCH_SIZE, Lookup, LookupStatus, PatientRecord, Protection
from rivta import plain
from rivta.contracts import GET_PERSONS_FOR_PROFILE_5
from webcert import clock

logger = logging.getLogger(__name__)

PROFILE = "P2"
DEAD = "AV"
"""Why a person is no longer registered: the only reason that is read."""
KEPT_AT_MOST = 10_000
ASKED_FOR_A_LIST = 10_000
"""Patients of one list whose protection is asked for; those beyond are unknown, so their rows are hidden."""

Parts = Mapping[str, Any]


def look_up(numbers: Iterable[str]) -> Mapping[str, Lookup]:
    """Persons by numbers of twelve digits, in batches; who is not found may be left out.

    A register that does not answer one batch is not waited for again: the rest are errors too.
    """
    wanted = sorted(numbers)
    found = {number: Lookup(LookupStatus.FOUND, record) for number, record in _kept.get(wanted).items()}
    remaining = iter([number for number in wanted if number not in found])
    while batch := list(islice(remaining, BATCH_SIZE)):
        answers = _asked(batch)
        if answers is None:
            return found | dict.fromkeys([*batch, *remaining], Lookup(LookupStatus.ERROR))
        _kept.put({number: answer.patient for number, answer in answers.items() if answer.patient is not None})
        found |= answers
    return found


def protection(rows: QuerySet[Any]) -> Protection:
    """The patients of the rows are asked for before the list is read."""
    numbers = rows.order_by().values_list("person_id", flat=True).distinct()[:ASKED_FOR_A_LIST]
    records = [answer.patient for answer in look_up(set(numbers)).values() if answer.patient is not None]
    return Protection(
        answers=Q(),
        known=Q(person_id__in=[record.person_id for record in records]),
        unprotected=Q(person_id__in=[record.person_id for record in records if not record.is_protected]),
    )


def _asked(batch: Sequence[str]) -> Mapping[str, Lookup] | None:
    """What the register says of each; None when it does not answer."""
    question = {
        "personId": [{"root": PersonId(number).root, "extension": number} for number in batch],
        "profile": PROFILE,
        "ignoreReferredIdentity": True,
    }
    try:
        answer = plain.ask(
            question,
            contract=GET_PERSONS_FOR_PROFILE_5,
            base=settings.PU_URL,
            logical_address=settings.PU_LOGICAL_ADDRESS,
            timeout_s=settings.PU_TIMEOUT_S,
        )
    except plain.NotAnswered as error:
        logger.error("the population register did not answer: %s", error.reason)
        return None
    records: dict[str, list[Parts]] = defaultdict(list)
    for requested in answer["requestedPersonRecord"]:
        if requested["personRecord"] is not None:
            number = requested["requestedPersonalIdentity"]["extension"] or ""
            records["".join(filter(str.isdigit, number))].append(requested["personRecord"])
    return {number: _answer(number, records[number]) for number in batch}


def _answer(number: str, records: Sequence[Parts]) -> Lookup:
    """None is not found, more than one is an error (7.2)."""
    if not records:
        return Lookup(LookupStatus.NOT_FOUND)
    if len(records) > 1:
        return Lookup(LookupStatus.ERROR)
    return Lookup(LookupStatus.FOUND, _record(number, records[0]))


def _record(number: str, parts: Parts) -> PatientRecord:
    name = parts["name"] or {}
    address = (parts["addressInformation"] or {}).get("residentialAddress") or {}
    lines = (_text(address, part) for part in ("careOf", "postalAddress1", "postalAddress2"))
    postal_code = address.get("postalCode") or 0
    return PatientRecord(
        person_id=number,
        first_name=_text(name, "givenName"),
        middle_name=_text(name, "middleName"),
        last_name=_text(name, "surname"),
        address=", ".join(filter(None, lines)),
        postal_code=f"{postal_code:05}" if postal_code else "",
        city=_text(address, "city"),
        is_protected=bool(parts["protectedPersonIndicator"] or parts["protectedPopulationRecord"]),
        is_deceased=_text(parts["deregistration"] or {}, "deregistrationReasonCode") == DEAD,
        is_test_person=bool(parts["testIndicator"]),
    )


def _text(parts: Parts, name: str) -> str:
    return (parts.get(name) or "").strip()


@dataclass(slots=True)
class _Kept:
    """Persons found, each until its time and no longer; the one kept longest makes room."""

    _records: OrderedDict[bytes, tuple[float, PatientRecord]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, numbers: Iterable[str]) -> dict[str, PatientRecord]:
        now = clock.wall_now().timestamp()
        found = {}
        with self._lock:
            self._forget(now)
            for number in numbers:
                until, record = self._records.get(_key(number), (0.0, None))
                if record is not None and now < until:
                    found[number] = record
        return found

    def put(self, records: Mapping[str, PatientRecord]) -> None:
        if settings.PU_CACHE_S <= 0:
            return
        until = clock.wall_now().timestamp() + settings.PU_CACHE_S
        with self._lock:
            for number, record in records.items():
                self._records[_key(number)] = (until, record)
                self._records.move_to_end(_key(number))
            while len(self._records) > KEPT_AT_MOST:
                self._records.popitem(last=False)

    def _forget(self, now: float) -> None:
        """Those whose time is over, whether they are asked for again or not; the times stand in order."""
        while self._records and now >= next(iter(self._records.values()))[0]:
            self._records.popitem(last=False)


def _key(number: str) -> bytes:
    """Never the number itself, and nothing that can be turned back into it without the installation's secret."""
    secret = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(f"{settings.PU_URL} {number}".encode(), key=secret).digest()


_kept = _Kept()
