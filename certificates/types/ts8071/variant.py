"""What versions 1 and 2 of TS8071 have in common, and what each must say for itself (ts8071.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from certificates.expressions import Condition, all_of, any_of, equals, has_any, number_below, number_given
from certificates.questions.base import Question
from certificates.questions.codes import Option, Options, options
from certificates.types.base import Section
from certificates.types.follow_ups import told

CONCERNS = options(
    "1.2.752.129.5.1.66",
    gr_II="Körkortstillstånd grupp II (C1, C1E, C, CE)",
    gr_II_III="Körkortstillstånd grupp II och III (C1, C1E, C, CE, D1, D1E, D, DE)",
    forlang_gr_II="Förlängning av högre behörighet II (C1, C1E, C, CE)",
    forlang_gr_II_III="Förlängning av högre behörighet II och III (C1, C1E, C, CE, D1, D1E, D, DE)",
    utbyt_utl_kk="Utbyte av utländskt körkort",
    tax_leg="Ansökan om taxiförarlegitimation",
    int_begar_ts="Intyg i annat fall på begäran av Transportstyrelsen",
)
BASIS = options(
    "1.2.752.129.5.1.67",
    journal="Journaluppgifter",
    distkont="Distanskontakt",
    undersokn="Undersökning av personen",
)
EARS = "1.2.752.129.5.1.68"
RIGHT_EAR, LEFT_EAR = Option("25577004", "Höger"), Option("89644007", "Vänster")
JUDGEMENT = options("TS-002", ja="Ja", nej="Nej", ejstalln="Kan inte ta ställning")

BUS_OR_TAXI = has_any("1", ("gr_II_III", "forlang_gr_II_III", "tax_leg"))
OPTICIAN = equals("4", True)
"""An optician sends in what concerns vision."""
BOTH_EYES_LOW = all_of(number_below("5", "5.1", 0.8), number_below("5", "5.2", 0.8))
ONE_EYE_LOWEST = any_of(number_below("5", "5.1", 0.1), number_below("5", "5.2", 0.1))
ACUITY_LOW = any_of(BOTH_EYES_LOW, ONE_EYE_LOWEST)
CORRECTION_NEEDED = all_of(number_given("5", "5.1"), number_given("5", "5.2"), ACUITY_LOW)

USUAL_LENGTH = 250
SHORT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What one version has of its own.

    ``correction``: questions about glasses and lenses. ``lengths``: of texts that differ from the usual. ``lines``:
    texts of one line that are areas in the other version. ``unknown``: the third answer beside yes and no.
    """

    correction: tuple[Question, ...]
    hearing_when: Condition
    ears: Question
    unknown: Option
    remission: tuple[Question, ...]
    substances_heading: str
    disability: Section
    lengths: Mapping[str, int]
    lines: frozenset[str] = frozenset()

    def told(self, question_id: str, label: str, *, after: str, answer: str | bool = True) -> Question:
        """A text that one answer demands, a yes mostly."""
        length = self.lengths.get(question_id, USUAL_LENGTH)
        return told(question_id, label, length, after=after, answer=answer, is_line=question_id in self.lines)


def yes_no_or(unknown: Option) -> Options:
    """TS-001 with the code that one version has for "not known"."""
    return Options("TS-001", (Option("ja", "Ja"), Option("nej", "Nej"), unknown))


def when(question_id: str, label: str, *, after: str, required: bool = True) -> Question:
    """A point in time, in words, that a yes asks for."""
    return told(question_id, label, SHORT, after=after, is_line=True, required=required)
