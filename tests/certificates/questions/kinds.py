"""A small type that asks one question of each of these kinds, for pages and browsers."""

from __future__ import annotations

from certificates.expressions import equals, not_
from certificates.questions.base import Autofill
from certificates.questions.code_dropdown import CodeDropdown
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.date_range import DateRange
from certificates.questions.integer import Integer
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.medical_investigations import MedicalInvestigations
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.typeahead import Typeahead
from certificates.questions.uncertain_date import UncertainDate
from certificates.questions.year import Year
from tests.certificates.engine.world import tiny_type

KINDS = tiny_type(
    Date(id="2", label="Jag har känt patienten sedan", required=True, latest=TODAY),
    DateRange(id="61", label="Period för sjukdom", required=True),
    RadioBoolean(
        id="3",
        label="Finns en prognos?",
        children=(
            CodeDropdown(
                id="3.2",
                label="Tid till återgång",
                required=True,
                validated_when=equals("3", True),
                disabled_when=not_(equals("3", True)),
                autofill=(Autofill(not_(equals("3", True)), ""),),
                options=options("KV_FKMU_0007", TRETTIO_DGR="1 månad", SEXTIO_DGR="2 månader"),
            ),
            DateRange(id="3.4", label="Period på sjukhus", visible_when=equals("3", True)),
        ),
    ),
    Year(id="35", label="Årtal för diagnosen", required=True, earliest=BIRTH, latest=TODAY),
    MedicalInvestigations(
        id="4",
        label="Utredning eller underlag",
        required=True,
        max_length=53,
        options=options("KV_FKMU_0005", LOGOPED="Underlag från logoped", DIETIST="Underlag från dietist"),
    ),
    Typeahead(id="5", label="Kommun", required=True, code_system="KOMMUN", max_length=28),
    UncertainDate(id="8", label="Ungefärligt dödsdatum", required=True),
    Integer(id="7", label="Nedsättning", minimum=0, maximum=100, unit="%", quantity_unit="%"),
)

FILLED = {
    "2": "2020-03-04",
    "61": {"from": "2026-01-15", "to": "2026-01-28"},
    "3": True,
    "3.2": "SEXTIO_DGR",
    "3.4": {"from": "2026-01-15", "to": "2026-01-16"},
    "35": "1999",
    "4": [
        {"type": "LOGOPED", "date": "2026-01-05", "source": "Logopedmottagningen"},
        {"type": "", "date": "", "source": ""},
        {"type": "", "date": "", "source": ""},
    ],
    "5": "Uppsala",
    "8": {"year": "2025", "month": "03"},
    "7": 70,
}
