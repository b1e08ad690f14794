"""The least that Django can do with the same bytes, in one file.

``POST /create`` parses a CreateDraftCertificate envelope, checks it against the schema and inserts one row.
``POST /receive`` answers OK to a status update, whatever it says; ``?ms=50`` takes its time for it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import threading
import time
import uuid
from pathlib import Path

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from lxml import etree

env = environ.Env()
database = env.db_url("DATABASE_URL", f"sqlite:///{Path(os.environ['WEBCERT_DATA_DIR']) / 'webcert.sqlite3'}")
if database["ENGINE"].endswith("sqlite3"):
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": pragmas}
else:
    database["CONN_MAX_AGE"] = 300
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": database},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    USE_TZ=True,
)
django.setup()


def _ok(operation: str) -> bytes:
    """The answer of a RIV-TA contract whose result is OK."""
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<r:{operation}Response xmlns:r="urn:riv:clinicalprocess:healthcond:certificate:{operation}Responder:3">'
        '<r:result><c:resultCode xmlns:c="urn:riv:clinicalprocess:healthcond:certificate:3">OK</c:resultCode>'
        f"</r:result></r:{operation}Response></s:Body></s:Envelope>"
    ).encode()


CREATED = _ok("CreateDraftCertificate")
RECEIVED = _ok("CertificateStatusUpdateForCare")
SCHEMA = Path(__file__).resolve().parents[3] / "rivta" / "contracts" / "CreateDraftCertificate_3"
_local = threading.local()


class Call(models.Model):
    """One row for each call."""

    id = models.CharField(primary_key=True, max_length=36)
    received_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        app_label = "bare"


def create(request: HttpRequest) -> HttpResponse:
    envelope = etree.fromstring(request.body)
    if not _schema().validate(envelope[-1][0]):
        return HttpResponse(status=400)
    Call.objects.create(id=str(uuid.uuid4()), received_at=dt.datetime.now(dt.UTC), body=request.body)
    return HttpResponse(CREATED, content_type="text/xml", headers={"Content-Length": str(len(CREATED))})


def receive(request: HttpRequest) -> HttpResponse:
    request.body  # noqa: B018 - read, as a receiver would
    time.sleep(int(request.GET.get("ms", 0)) / 1000)
    return HttpResponse(RECEIVED, content_type="text/xml", headers={"Content-Length": str(len(RECEIVED))})


def ready(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ready", headers={"Content-Length": "5"})


def _schema() -> etree.XMLSchema:
    if not hasattr(_local, "schema"):
        (file,) = SCHEMA.glob("*.xsd")
        _local.schema = etree.XMLSchema(etree.parse(str(file)))
    return _local.schema


def _make_table() -> None:
    """Once, though each process of the server tries at the same moment."""
    if Call._meta.db_table in connection.introspection.table_names():
        return
    with contextlib.suppress(DatabaseError), connection.schema_editor() as editor:
        editor.create_model(Call)


urlpatterns = [path("create", create), path("receive", receive), path("ready", ready)]
_make_table()
connection.close()
application = get_wsgi_application()
