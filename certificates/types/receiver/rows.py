"""Rules about rows: diagnoses (README 7), chains of causes and the dates of death (db.yaml, doi.yaml)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from certificates.questions.svar import Cv
from certificates.types.receiver.certificate import Received, day_of, plain, svar_of
from certificates.types.receiver.conditions import Condition, is_false, is_true


@dataclass(frozen=True, slots=True)
class DiagnosisRows:
    """Rows of (text id, code id) in one svar element: in pairs, from the top, maybe of one terminology."""

    svar: str
    rows: tuple[tuple[str, str], ...]
    same_terminology: bool = False

    def faults(self, certificate: Received) -> Iterator[str]:
        for one in certificate.svar(self.svar):
            given = [(bool(one.all(text_id)), bool(one.all(code_id))) for text_id, code_id in self.rows]
            if any(text != code for text, code in given):
                yield f"Diagnoskod och beskrivning hör ihop i svar {self.svar}"
            if any(any(later) and not any(earlier) for earlier, later in pairwise(given)):
                yield f"Diagnoser i svar {self.svar} ska anges uppifrån"
            codes = [one.get(code_id) for _, code_id in self.rows]
            if self.same_terminology and len({c.system.strip() for c in codes if isinstance(c, Cv)}) > 1:
                yield f"Diagnoskoderna i svar {self.svar} ska vara ur samma kodverk"


@dataclass(frozen=True, slots=True)
class Consecutive:
    """A svar with instans n of at least 2 demands exactly one with instans n - 1."""

    svar: str

    def faults(self, certificate: Received) -> Iterator[str]:
        numbers = Counter(one.instans for one in certificate.svar(self.svar) if one.instans is not None)
        for number in sorted(n for n in numbers if n > 1):
            if numbers[number - 1] != 1:
                yield f"Svar {self.svar} med instans {number} kräver ett med instans {number - 1}"


@dataclass(frozen=True, slots=True)
class NeverLaterDown:
    """The day of a row is not later than that of any row with a lower instans."""

    sub_answer: str

    def faults(self, certificate: Received) -> Iterator[str]:
        rows = [
            (one.instans, day)
            for one in certificate.svar(svar_of(self.sub_answer))
            for content in one.all(self.sub_answer)
            if one.instans is not None and (day := day_of(content))
        ]
        if any(lower < upper and later > earlier for lower, earlier in rows for upper, later in rows):
            yield f"Datumet i delsvar {self.sub_answer} får inte vara senare än det på raden ovanför"


@dataclass(frozen=True, slots=True)
class StrictlyLater:
    """One date is later than another as text, since unknown parts are zeros: 2017-05-00 is after 2017-04-30."""

    later: str
    earlier: str

    def faults(self, certificate: Received) -> Iterator[str]:
        laters, earliers = (list(map(plain, certificate.contents(place))) for place in (self.later, self.earlier))
        if any(later <= earlier for later in laters for earlier in earliers):
            yield f"Datumet i delsvar {self.later} ska vara senare än det i delsvar {self.earlier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellsAge:
    """While ``when`` holds, ``flag`` says whether ``date`` lies at most so many days after birth."""

    flag: str
    date: str
    days: int
    when: Condition

    def faults(self, certificate: Received) -> Iterator[str]:
        if certificate.birth is None or not self.when.holds(certificate):
            return
        limit = certificate.birth + dt.timedelta(days=self.days)
        for day in certificate.days(self.date):
            contradicted = is_false(self.flag) if day <= limit else is_true(self.flag)
            if contradicted.holds(certificate):
                yield f"Delsvar {self.flag} stämmer inte med datumet i delsvar {self.date} och födelsedatumet"
