"""What the types of Transportstyrelsen share: code lists and pieces of their forms (ts_bas.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from certificates.questions.choice import Layout, alone
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import Option, Options, options
from certificates.questions.visual_acuity import Eye
from certificates.types.receiver_parts_ts import HIGHER_CLASSES, HIGHER_LICENCES
from certificates.types.unit_section import LEGACY_UNIT_SECTION

KV_UTLATANDETYP_INTYG = "f6fb361a-e31d-48b8-8657-99b63912dd9b"
"""Code system of the two oldest types."""
NO_WORKPLACE_CODE = "N/A"
INFORMATION = (
    "Transportstyrelsen använder intyget för att bedöma om personen uppfyller de medicinska kraven för den behörighet "
    "som intyget gäller. Vården skickar intyget digitalt till Transportstyrelsen."
)
"""What the last page of a print tells."""

_IDENTITY = {
    "IDK1": "ID-kort",
    "IDK2": "Företagskort eller tjänstekort",
    "IDK3": "Svenskt körkort",
    "IDK4": "Personlig kännedom",
    "IDK5": "Försäkran enligt 18 kap. 4 §",
    "IDK6": "Pass",
}
_HIGHER = ("C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE", "Taxi")
_LOWER = ("AM", "A1", "A2", "A", "B", "BE", "Traktor")

LOWER_CLASSES = tuple(f"IAV{n}" for n in range(11, 18))
PASSENGER_CLASSES = HIGHER_CLASSES[4:]
"""Buses and taxi."""
LOWER_LICENCES = tuple(f"VAR{n}" for n in range(12, 19))
CANNOT_DECIDE = "VAR11"

_CLASSES = tuple(Option(code, label) for code, label in zip(HIGHER_CLASSES, _HIGHER, strict=True))
_LOWER_CLASSES = tuple(Option(code, label) for code, label in zip(LOWER_CLASSES, _LOWER, strict=True))
_LICENCES = tuple(Option(code, label) for code, label in zip(HIGHER_LICENCES, _HIGHER, strict=True))
_LOWER_LICENCES = tuple(Option(code, label) for code, label in zip(LOWER_LICENCES, _LOWER, strict=True))
_UNDECIDED = Option(CANNOT_DECIDE, "Kan inte ta ställning")


TYPE_1 = Option("E10", "Typ 1", "Diabetes mellitus typ 1")
TYPE_2 = Option("E11", "Typ 2", "Diabetes mellitus typ 2")

ACUITY_HELP = (
    "Alla bokstäver på raden ska kunna läsas. Är synskärpan lägre än 0,1 skriver du 0,0. Har personen glas eller "
    "linser vid körning behövs också värdena med korrektion."
)


def classes(*, lower: Iterable[Option] = _LOWER_CLASSES, last: tuple[Option, ...] = ()) -> Options:
    """KV_INTYGET_AVSER: the lower classes, the higher ones, and what comes last."""
    return Options("24c41b8d-258a-46bf-a08a-b90738b28770", (*lower, *_CLASSES, *last))


def licences(*, lower: Iterable[Option] = _LOWER_LICENCES, last: tuple[Option, ...] = (_UNDECIDED,)) -> Options:
    """KV_KORKORTSBEHORIGHET: the lower licences, the higher ones, and what comes last."""
    return Options("e889fa20-1dee-4f79-8b37-03853e75a9f8", (*lower, *_LICENCES, *last))


CLASSES_OF_TS_BAS = classes(lower=(), last=(Option("IAV10", "Annat"),))
LICENCES_OF_TS_BAS = licences(
    lower=(), last=(Option("VAR10", "Annat", "Annat (AM, A1, A2, A, B, BE eller Traktor)"), _UNDECIDED)
)
CLASSES = classes()
LICENCES = licences()
LICENCES_CONCERNED = licences(last=())


IDENTITY_HELP = (
    "Försäkran enligt 18 kap. 4 § är ett skriftligt intyg om personens identitet från en nära anhörig, "
    "vårdnadshavare eller liknande. Personlig kännedom betyder att du känner personen sedan tidigare."
)
ORDER_IN_COLUMNS = ("IDK1", "IDK3", "IDK5", "IDK2", "IDK4", "IDK6")


def identity(question_id: str = "2", *, order: tuple[str, ...] = tuple(_IDENTITY)) -> CodeRadio:
    """How the patient's identity was shown (KV_ID_KONTROLL)."""
    return CodeRadio(
        id=question_id,
        label="Identitet styrkt genom",
        short_label="Identitet",
        help=IDENTITY_HELP,
        required=True,
        options=options("e7cc8f30-a353-4c42-b17a-a189b6876647", **{code: _IDENTITY[code] for code in order}),
        layout=Layout.COLUMNS,
    )


def eyes(first: int, *, svar: str = "8", first_lens: int = 0) -> tuple[Eye, ...]:
    """Three rows of a table of acuity whose sub-answers are numbered from ``first``; lenses for the two eyes."""
    lenses = (f"{svar}.{first_lens}", f"{svar}.{first_lens + 1}", "") if first_lens else ("", "", "")
    return tuple(
        Eye(label, f"{svar}.{first + n}", f"{svar}.{first + n + 3}", lens)
        for n, (label, lens) in enumerate(zip(("Höger öga", "Vänster öga", "Binokulärt"), lenses, strict=True))
    )


def concerned(offered: Options, *, field: str = "") -> CodeCheckboxes:
    """Question 1: what the certificate is about."""
    return CodeCheckboxes(
        id="1",
        label="Intyget avser följande behörigheter",
        short_label="Behörigheter",
        field_id=field,
        required=True,
        options=offered,
        layout=Layout.INLINE,
    )


def requirements_met(*, label: str = "Patienten uppfyller kraven för behörighet", field: str = "") -> CodeCheckboxes:
    """Question 33: the licences that the patient may have; that it cannot be told stands alone."""
    return CodeCheckboxes(
        id="33",
        label=label,
        short_label="Behörigheter",
        field_id=field,
        required=True,
        options=LICENCES,
        layout=Layout.INLINE,
        excludes=alone(CANNOT_DECIDE, LICENCES.codes),
        combination_text="Kan inte ta ställning kan inte väljas tillsammans med en behörighet.",
    )


UNIT_SECTION = replace(LEGACY_UNIT_SECTION, heading="Vårdenhet", short_heading="")
