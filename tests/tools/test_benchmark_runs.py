"""``tools/bench.py`` itself: its figures, its arguments, and the certificates that the lists are measured with."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

import accounts.demo
import hsa.demo
import patients.demo
from certificates import queries
from certificates.models import Certificate
from certificates.queries import DraftFilter, PageRequest, SignedFilter
from patients.models import Patient
from patients.person_id import PersonId
from tools import bench
from tools.benchmarks import runner
from tools.benchmarks.figure import Failure, Row, Unmeasured
from tools.benchmarks.inside import actors
from tools.benchmarks.inside.unit_lists import FIRST, UNITS, fill
from tools.benchmarks.place import Run


@pytest.fixture
def people(db: None) -> None:
    hsa.demo.load()
    patients.demo.load()
    accounts.demo.load()


def test_every_figure_says_how_it_is_made() -> None:
    assert all(inspect.getdoc(figure) for figure in bench.FIGURES.values())


def test_an_unknown_figure_is_refused_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench.py", "lives", "dreams"])
    with pytest.raises(SystemExit):
        bench.main()
    assert "unknown figure dreams" in capsys.readouterr().err


def test_a_figure_that_fails_becomes_a_line_that_says_so() -> None:
    broken = ModuleType("broken")
    broken.NAME = "broken"  # type: ignore[attr-defined]

    def measure(_run: Run) -> list[Row]:
        raise Unmeasured("the receiver was away")

    broken.measure = measure  # type: ignore[attr-defined]
    assert runner.measured(None, broken) == [Failure("broken", "the receiver was away")]  # type: ignore[arg-type]


def test_certificates_filled_in_bulk_lie_on_the_lists_of_both_units(people: None) -> None:
    fill(0, FIRST)
    fill(FIRST, FIRST + 1_000)
    assert Certificate.objects.count() == FIRST + 1_000
    expected = {"same": (10, 90), "larger": (11, 99)}
    for size, (unit, doctor) in UNITS.items():
        user = actors.doctor(doctor, unit=unit)
        assert queries.list_drafts(user, DraftFilter(), PageRequest()).total == expected[size][0]
        of_unit = Certificate.objects.filter(unit_id=unit, state=Certificate.State.SIGNED, issuer_hsa_id=doctor)
        assert of_unit.count() == expected[size][1]
        shown = queries.list_signed(user, SignedFilter(), PageRequest(size=0))
        assert 0 < shown.total < of_unit.count()


def test_every_filled_certificate_has_a_patient_with_a_readable_number(people: None) -> None:
    before = Patient.objects.count()
    fill(0, FIRST)
    assert Patient.objects.count() == before + FIRST // 10
    numbers = set(Certificate.objects.values_list("person_id", flat=True))
    assert len(numbers) == FIRST // 10
    assert numbers <= set(Patient.objects.values_list("person_id", flat=True))
    assert all(PersonId.parse(number).value == number for number in numbers)
