"""Persons of the demo world (spec/demo-world.md). Names and addresses are invented; the numbers are fixed."""

from __future__ import annotations

from django.db import transaction

from patients.models import Patient

HOME = {"postal_code": "990 01", "city": "Norrvik"}
BEACH = {"postal_code": "990 02", "city": "Söderstrand"}
OAK = {"postal_code": "990 21", "city": "Ekstad"}


def _person(person_id: str, name: str, street: str, **facts: object) -> Patient:
    """``name``: first, middle (any number, may be none) and last name."""
    first, *middle, last = name.split()
    return Patient(
        person_id=person_id,
        first_name=first,
        middle_name=" ".join(middle),
        last_name=last,
        address_line_1=street,
        **{**HOME, **facts},
    )


def _patients() -> list[Patient]:
    return [
        _person("191212121212", "Tolvan Tolvansson", "Tolvgatan 12"),
        _person("195401232540", "Kerstin Maria Alfredsson", "Skogsstigen 4"),
        _person("192703104329", "Sigvard Nyblom", "Ängsvägen 27 B"),
        _person("198706160291", "Daniel Ek Roslund", "Parkgatan 9"),
        _person("199103172608", "Moa Linnea Stjärnfeldt", "Bokvägen 31"),
        _person("199507038181", "Josefin Hällgren", "Strandgatan 18", **BEACH),
        _person("197902289342", "Petra Vestin", "Kyrkogatan 2", **OAK),
        _person("201803022381", "Alva Roslund", "Parkgatan 9", care_of="c/o Ek Roslund"),
        _person("201004132385", "Hugo Stjärnfeldt", "Bokvägen 31"),
        _person("198001919011", "Yusuf Karim", "Hamngatan 40", **OAK),
        _person("198001319014", "Yusuf Karim", "Hamngatan 40", **OAK),
        _person("194712180100", "Rut Ahlkvist", "", postal_code="", city="", is_protected=True),
        _person("193502289014", "Evert Grönvall", "Backvägen 6", is_deceased=True),
        _person("194605291535", "Barbro Lindeman", "Skolgatan 11", is_deceased=True),
        _person("196507081237", "Test Valideringsson", "Provgatan 1", is_test_person=True),
        Patient(person_id="196209103412", address_line_1="Okänd väg 1", **HOME),
        _person("197201010118", "Fanny Felström", "Avbrottsvägen 5", answers_error=True),
        _person("192703104321", "Elsa Mattsson", "Ängsvägen 29"),
        _person("198001910002", "Leila Haddad", "Hamngatan 42", **OAK),
        _person("195401875769", "Andrei Popov", "Skogsstigen 8"),
        _person("197705232382", "Gustav Ekroth", "Nygatan 14", **BEACH),
        _person("196203052391", "Margit Ahlberg", "Nygatan 22", **BEACH),
        _person("199911042381", "Isak Lönn", "Strandgatan 5", **BEACH),
        _person("196802245123", "Ragnhild Ottosdotter", "Åsgatan 3", **BEACH),
        _person("198309058710", "Adam Wallenås", "Torggatan 1", **OAK),
    ]


@transaction.atomic
def load() -> None:
    """Fill an empty register."""
    Patient.objects.bulk_create(_patients())
