"""Contents of sub-answers beyond those of FK 7804, as XML."""

from __future__ import annotations

from typing import Any

from lxml import etree

from certificates.questions.svar import Delsvar, PartialDate, Svar, append_svar, read_svar
from rivta.namespaces import CERT, TYPES


def written(svar_id: str, delsvar_id: str, content: Any) -> etree._Element:
    root = etree.Element(f"{{{CERT}}}intyg")
    append_svar(root, Svar(svar_id, (Delsvar(delsvar_id, content),)))
    return root


def test_a_partial_date_is_written_with_its_format_and_read_back() -> None:
    root = written("51", "51.3", PartialDate("YYYY", "2020"))

    (date,) = root.iter(f"{{{TYPES}}}partialDate")
    assert [(etree.QName(e).localname, e.text) for e in date] == [("format", "YYYY"), ("value", "2020")]
    assert next(read_svar(root)).get("51.3") == PartialDate("YYYY", "2020")
