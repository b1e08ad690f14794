"""Real certificates with a known verdict, as files beside the official contracts.

``pass-*`` is accepted, ``fail-*`` breaks the rule of its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from certificates.engine.answers import situation
from certificates.engine.svar import read, svar_of
from certificates.questions.svar import Svar, read_svar
from certificates.receiver_rules import birth_date, check_rules
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.receiver.structure import is_extra_question
from tests.certificates.engine.world import SHARED
from tests.certificates.receiver.world import RULES, TODAY

FOLDER = SHARED / "contracts" / "samples" / "from-public-repos" / "register-certificate"
SAMPLES = sorted(FOLDER.rglob("*.xml"))

FAULTS = {
    "af00213-v1/fail-aktivitetsbegransningSaknas": "Delsvar 2.1 saknas",
    "af00213-v1/fail-funktionsnedsattningSaknas": "Svar 1 saknas",
    "ag114-v1/fail-invalid-sjukskrivningsgrad": "Delsvar 7.1 ska vara mellan 0 och 100",
    "ag114-v1/fail-minimal": "Delsvar 6.1 ska finnas exakt en gång i svar 6",
    "ag114-v1/fail-missing-diagnos1": "Delsvar 4.1 ska vara en text som inte är tom",
    "ag114-v1/fail-missing-diagnosformedling": "Svar 3 saknas",
    "ag114-v1/fail-missing-grundformu": "Delsvar 6.2 saknas",
    "ag114-v1/fail-missing-nuvarandearbete": "Delsvar 2.1 ska vara en text som inte är tom",
    "ag114-v1/fail-missing-sjukskrivningsgrad": "Delsvar 7.1 ska finnas exakt en gång i svar 7",
    "ag114-v1/fail-missing-sysselsattning": "Delsvar 1.1 ska vara en kod ur KV_FKMU_0002",
    "db-v1/fail-R1": "Delsvar 2.2 ska vara ett datum (åååå-mm-dd)",
    "db-v1/fail-R3": "Delsvar 2.3 får inte finnas",
    "db-v1/fail-R5-2": "Delsvar 5.2 får inte finnas",
    "doi-v1/fail-R1": "Delsvar 2.2 ska vara ett datum (åååå-mm-dd)",
    "doi-v1/fail-R13-2": "Datumet i delsvar 11.2 får inte vara senare än delsvar 2.2",
    "doi-v1/fail-R13-4": "Delsvar 11.3 får inte finnas",
    "doi-v1/fail-R16-1": "Delsvar 12.3 saknas",
    "doi-v1/fail-R17": "Delsvar 12.4 saknas",
    "doi-v1/fail-R18-2": "Samma kod finns flera gånger i delsvar 13.1",
    "lisjp-v1/fail-aktivitetsbegransningSaknas": "Svar 17 saknas",
    "lisjp-v1/fail-anledningKontaktWhitespaces": "Delsvar 26.2 ska vara en text som inte är tom",
    "lisjp-v1/fail-arbetslivsinriktadeAtgarderSaknas": "Svar 40 saknas",
    "lisjp-v1/fail-arbetstidsforlaggningMotiveringSaknas": "Delsvar 33.2 saknas",
    "lisjp-v1/fail-diagnosPsykiskDiagnoskodFelAntalTecken": "Delsvar 6.2 ska vara en diagnoskod av rätt form",
    "lisjp-v1/fail-diagnoserMedOlikaKodsystem": "Diagnoskoderna i svar 6 ska vara ur samma kodverk",
    "lisjp-v1/fail-diagnoskodMerAnFemTecken": "Delsvar 6.2 ska vara en diagnoskod av rätt form",
    "lisjp-v1/fail-forMangaSysselsattningar": "Svar 28 får finnas högst 4 gånger",
    "lisjp-v1/fail-funktionsnedsattningWhitespaces": "Delsvar 35.1 ska vara en text som inte är tom",
    "lisjp-v1/fail-grundForMUBeskrivningBordeInteFinnasWhitespaces": "Delsvar 1.3 får inte finnas",
    "lisjp-v1/fail-grundForMUSaknas": "Svar 1 saknas",
    "lisjp-v1/fail-pagaendeBehandlingWhitespaces": "Delsvar 19.1 ska vara en text som inte är tom",
    "lisjp-v1/fail-prognosDagarTillArbeteSaknas": "Delsvar 39.3 saknas",
    "lisjp-v1/fail-prognosSaknas2": "Delsvar 39.1 ska finnas exakt en gång i svar 39",
    "lisjp-v1/fail-sjukskrivningSaknas": "Svar 32 saknas",
    "lisjp-v1/fail-sysselsattningNuvarandeArbeteBeskrivningSaknas": "Svar 29 saknas",
    "lisjp-v1/fail-sysselsattningNuvarandeArbeteWhitespaces": "Delsvar 29.1 ska vara en text som inte är tom",
    "luse-v1/fail-aktivitetsbegransningSaknas": "Svar 17 saknas",
    "luse-v1/fail-diagnosGrundSaknas": "Svar 7 saknas",
    "luse-v1/fail-funktionsnedsattningSaknas": "Något av svar 8, 9, 10, 11, 12, 13, 14 ska finnas",
    "luse-v1/fail-medicinsktForutsattningForArbeteSaknas": "Svar 22 saknas",
    "luse-v1/fail-underlagSaknas": "Svar 4 saknas",
}
"""The fault that a sample is named after, or the one it really has."""

pytestmark = pytest.mark.skipif(not SAMPLES, reason="the sample certificates are not at hand")


def verdict(path: Path) -> list[str]:
    root = etree.parse(str(path)).getroot()
    intyg = root.find("{*}intyg")
    rules = RULES[path.relative_to(FOLDER).parts[0]]
    return check_rules(rules, intyg, today=TODAY, birth=birth_date(intyg))


def named(prefix: str) -> list[Path]:
    return [path for path in SAMPLES if path.name.startswith(prefix)]


def without_label(*, is_faulty: bool) -> list[Path]:
    """Two of them hold a 39.2 whose text is "Error", and are named after it."""
    plain = [path for path in SAMPLES if not path.name.startswith(("pass-", "fail-"))]
    return [path for path in plain if path.stem.endswith("39-2") is is_faulty]


@pytest.mark.parametrize("path", named("pass-"), ids=lambda p: p.stem)
def test_a_correct_certificate_is_accepted(path: Path) -> None:
    assert verdict(path) == []


@pytest.mark.parametrize("path", named("fail-"), ids=lambda p: p.stem)
def test_a_faulty_certificate_is_refused_for_its_fault(path: Path) -> None:
    folder = path.relative_to(FOLDER).parts[0]

    assert FAULTS[f"{folder}/{path.stem}"] in verdict(path)


@pytest.mark.parametrize("path", without_label(is_faulty=False), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_certificate_without_a_label_is_correct(path: Path) -> None:
    assert verdict(path) == []


@pytest.mark.parametrize("path", without_label(is_faulty=True), ids=lambda p: p.parent.name)
def test_a_sub_answer_that_the_version_does_not_have_is_refused(path: Path) -> None:
    assert "Delsvar 39.2 ingår inte i svar 39" in verdict(path)


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    title: str


def find(code_system: str, code: str) -> Entry:
    """Every code exists."""
    return Entry(code, f"Kod {code}")


def type_of(intyg: etree._Element) -> CertificateType | None:
    """The type of a sample in its version, or None while it is not declared."""
    code, system = (intyg.findtext(f"{{*}}typ/{{*}}{name}", "").strip() for name in ("code", "codeSystem"))
    version = intyg.findtext("{*}version", "").strip()
    try:
        return registry.by_code(code, system, version)
    except registry.UnknownCertificateType:
        return None


def sub_answers(svar: Iterable[Svar]) -> list[tuple[str, list[str]]]:
    """The sub-answers of each svar, whatever their order."""
    return sorted((one.id, sorted(d.id for d in one.delsvar)) for one in svar)


@pytest.mark.parametrize(
    "path", [*named("pass-"), *without_label(is_faulty=False)], ids=lambda p: f"{p.parts[-3]}-{p.stem}"
)
def test_a_correct_certificate_is_read_and_written_the_same(path: Path) -> None:
    """But for extra questions: they belong to a text version, and none of the texts has any (README 3)."""
    intyg = etree.parse(str(path)).getroot().find("{*}intyg")
    ctype = type_of(intyg)
    if ctype is None:
        pytest.skip("the type is not declared")
    birth = birth_date(intyg)
    looked_at = situation(TODAY, find, birth=birth)
    svar = [one for one in read_svar(intyg) if not is_extra_question(one.id)]

    reading = read(ctype, svar, looked_at)
    written = svar_of(ctype, reading.answers, birth=birth, today=TODAY, find=find)

    assert reading.faults == ()
    assert sub_answers(written) == sub_answers(svar)
    assert read(ctype, written, looked_at).answers == reading.answers
