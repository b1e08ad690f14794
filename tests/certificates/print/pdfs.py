"""Reading a printed PDF: its text, the part of it that is tagged, its pages."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PageObject, PdfReader

from certificates.models import Certificate
from certificates.print import renderer
from certificates.print.document import print_document
from webcert import clock


def printed(certificate: Certificate) -> PdfReader:
    """The certificate set on paper now."""
    return read(printed_bytes(certificate))


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def printed_bytes(certificate: Certificate) -> bytes:
    now = clock.now()
    return renderer.render(print_document(certificate, printed_at=now).as_json(), timestamp=int(now.timestamp()))


def pages(pdf: PdfReader) -> list[str]:
    return [page.extract_text() for page in pdf.pages]


def text(pdf: PdfReader) -> str:
    """All pages, every run of blanks as one."""
    return " ".join(" ".join(pages(pdf)).split())


def artifact_text(pdf: PdfReader, page: int = 0) -> str:
    """What stands on a page outside the structure: running texts, margins, watermark."""
    return " ".join(_runs(pdf.pages[page], in_artifacts=True).split())


def tagged_text(pdf: PdfReader) -> str:
    """What a screen reader reads, over all pages and without any blank: lines and pages break at will."""
    return squeezed("".join(_runs(page, in_artifacts=False) for page in pdf.pages))


def squeezed(value: str) -> str:
    return "".join(value.split())


def _runs(page: PageObject, *, in_artifacts: bool) -> str:
    found: list[str] = []
    depth: list[bool] = []

    def operand(operator: bytes, operands: list[Any], *_: object) -> None:
        if operator in (b"BDC", b"BMC"):
            depth.append(operands[0] == "/Artifact")
        elif operator == b"EMC":
            depth.pop()

    def run(part: str, *_: object) -> None:
        if any(depth) is in_artifacts:
            found.append(part)

    page.extract_text(visitor_operand_before=operand, visitor_text=run)
    return "".join(found)


def structure(pdf: PdfReader) -> list[str]:
    """Names of the structure elements in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).lstrip("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.trailer["/Root"]["/StructTreeRoot"])
    return found
