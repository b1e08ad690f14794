"""The form of FK 7472 version 1.0."""

from __future__ import annotations

from certificates.questions.limits import today_plus
from certificates.questions.sickleave_periods import Degree, DegreeNames, SickLeavePeriods
from certificates.questions.text_area import TextArea
from certificates.types.base import Section
from certificates.types.unit_section import UNIT_SECTION

SHARES = (
    Degree("EN_ATTONDEL", "12,5 procent", 12.5),
    Degree("EN_FJARDEDEL", "25 procent", 25),
    Degree("HALVA", "50 procent", 50),
    Degree("TRE_FJARDEDELAR", "75 procent", 75),
    Degree("HELA", "100 procent", 100),
)
"""KV_FKMU_0008: how much of the ordinary time the child cannot be looked after as usual."""

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Barnets diagnos eller symtom",
        short_heading="Diagnos",
        questions=(TextArea(id="55", label="Diagnos eller symtom", required=True, max_length=318),),
    ),
    Section(
        id="KAT_2",
        heading="Period som barnet inte bör vårdas i ordinarie tillsynsform",
        short_heading="Period",
        questions=(
            SickLeavePeriods(
                id="56",
                label="Andel av ordinarie tid och period",
                short_label="Perioder",
                hint="I fältet t.o.m. går det att skriva antal: d7 = 7 dagar, v2 = 2 veckor, m1 = 31 dagar.",
                help="Ange en period för varje andel av den tid som barnet annars är i förskola, skola eller annan "
                "omsorg. En period får börja högst 90 dagar bakåt i tiden, och perioderna får inte ha någon dag "
                "gemensam.",
                required=True,
                renew=False,
                degrees=SHARES,
                code_system="KV_FKMU_0008",
                names=DegreeNames(read="Andel av ordinarie tid", form="Andel", sentence="andelen"),
                earliest=today_plus(-90),
            ),
        ),
    ),
    UNIT_SECTION,
)
