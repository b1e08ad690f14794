"""``/certificates``: one of them, its XML, the search for a patient's, the launch (spec/integration.md 1.4, 3, 4.3)."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from lxml import etree
from rest_framework.request import Request
from rest_framework.response import Response

from api import access, answers, launching, paging, queries
from api.problems import Refused
from api.requests import LaunchRequest, SearchRequest
from api.schema import describe
from api.serializer import read
from api.views.base import ApiView
from arenden.queries import question_counts, question_counts_of
from certificates.models import Certificate, SignedDocument
from certificates.queries import certificate_of_provider, certificates_of_provider
from certificates.transport import register_certificate_body
from certificates.types import registry
from webcert.errors import DataNotFound


class OneCertificate(ApiView):
    @describe(
        "Hämta ett intyg eller utkast",
        answers={200: (answers.CertificateAnswer, "Intyget som det är nu.")},
        problems=(404,),
    )
    def get(self, request: Request, certificate_id: uuid.UUID) -> Response:
        certificate = certificate_of_provider(self.care_provider(), str(certificate_id))
        return Response(answers.certificate(certificate, question_counts(certificate)))


class CertificateXml(ApiView):
    @describe(
        "Hämta intyget som RegisterCertificate",
        text="Ett signerat intyg byte för byte som det signerades, ett utkast som det är nu.",
        answers={(200, "application/xml"): (OpenApiTypes.STR, "Innehållet i RegisterCertificate 3.")},
        problems=(404,),
    )
    def get(self, request: Request, certificate_id: uuid.UUID) -> HttpResponse:
        certificate = certificate_of_provider(self.care_provider(), str(certificate_id))
        return HttpResponse(_register_body(certificate), content_type="application/xml; charset=utf-8")


class Search(ApiView):
    @describe(
        "Sök en patients intyg",
        text="Som ListCertificatesForCareWithQA: de intyg som journalsystemet har fått händelser om, med händelserna. "
        "units eller careProvider behövs; finns båda gäller units. Ett utkast som har raderats lämnas utanför, liksom "
        "ett intyg vars typ inte finns längre, så en sida kan ha färre än femtio intyg fast fler följer.",
        takes=SearchRequest,
        answers={200: (answers.SearchAnswer, "En sida.")},
        problems=(404,),
    )
    def post(self, request: Request) -> Response:
        wanted = read(SearchRequest, request.data)
        page = queries.told_of(
            self.care_provider(),
            queries.Search(
                person_id=wanted["personId"],
                units=self._units(wanted.get("units", []), wanted.get("careProvider", "")),
                start=wanted.get("from"),
                end=wanted.get("to"),
            ),
            after=paging.place_of(wanted.get("cursor", "")),
        )
        found = certificates_of_provider(self.care_provider(), [told.certificate_id for told in page.rows])
        rows = {key: row for key, row in found.items() if registry.is_known(row.type_id, row.type_version)}
        counts = question_counts_of(list(rows.values()))
        items = [
            {
                "certificate": answers.certificate(rows[told.certificate_id], counts[told.certificate_id]),
                "events": [answers.event_facts(update) for update in told.events],
            }
            for told in page.rows
            if told.certificate_id in rows
        ]
        cursor = paging.cursor_after(page.rows[-1].place) if page.has_more else None
        return Response({"items": items, "cursor": cursor})

    def _units(self, units: list[str], care_provider: str) -> tuple[str, ...]:
        if units:
            return tuple(access.own_unit(self.care_provider(), unit).hsa_id for unit in units)
        if not care_provider:
            raise Refused(422, "Ange units eller careProvider.")
        if care_provider != self.care_provider():
            raise DataNotFound("Nyckeln gäller en annan vårdgivare.")
        return ()


class Launch(ApiView):
    @describe(
        "Gör ett formulär för djupintegration",
        text="Parametrarna kontrolleras. Formuläret visas i användarens webbläsare och skickas därifrån.",
        takes=LaunchRequest,
        answers={200: (answers.LaunchAnswer, "Formuläret.")},
        problems=(404,),
    )
    def post(self, request: Request, certificate_id: uuid.UUID) -> Response:
        certificate = certificate_of_provider(self.care_provider(), str(certificate_id))
        wanted = read(LaunchRequest, request.data)
        if "enhet" in wanted:
            access.own_unit(self.care_provider(), wanted["enhet"])
        return Response(launching.form(certificate.pk, wanted))


def _register_body(certificate: Certificate) -> bytes:
    try:
        return bytes(certificate.document.xml)
    except SignedDocument.DoesNotExist:
        return etree.tostring(register_certificate_body(certificate), encoding="UTF-8", xml_declaration=True)
