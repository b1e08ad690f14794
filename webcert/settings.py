"""All settings. Everything comes from the environment; the defaults are the embedded demo.

``WEBCERT_MODE`` = ``demo`` | ``service`` decides what is switched on; ``DATABASE_URL`` and ``REDIS_URL``
decide on which machinery it runs. The two are independent. Every variable stands in ``.env.example``.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file() and env.bool("WEBCERT_READ_DOTENV", True):
    env.read_env(BASE_DIR / ".env")

# --- mode ---------------------------------------------------------------------------------------------------------
WEBCERT_MODE = env.str("WEBCERT_MODE", "demo")
if WEBCERT_MODE not in {"demo", "service"}:
    raise ImproperlyConfigured("WEBCERT_MODE must be 'demo' or 'service'")
DEMO = WEBCERT_MODE == "demo"
DEBUG = env.bool("WEBCERT_DEBUG", False)
TEST_LOGIN_ENABLED = env.bool("WEBCERT_TEST_LOGIN", DEMO)
SIMULATORS_ENABLED = env.bool("WEBCERT_SIMULATORS", DEMO)
DEMO_WORLD_ENABLED = env.bool("WEBCERT_DEMO_WORLD", DEMO)

DATA_DIR = Path(env.str("WEBCERT_DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEMO_SECRET_KEY = "demo-only-not-a-secret-" + "0" * 40
SECRET_KEY = env.str("WEBCERT_SECRET_KEY", DEMO_SECRET_KEY if DEMO else "")
ALLOWED_HOSTS = env.list("WEBCERT_ALLOWED_HOSTS", default=["*"] if DEMO else [])
PORT = env.int("PORT", 8000)
INTERNAL_PORT = env.int("WEBCERT_INTERNAL_PORT", 0)
"""Where ``/internalapi/`` answers without login; 0: nowhere."""
INTERNAL_HOST = env.str("WEBCERT_INTERNAL_HOST", "127.0.0.1")
if PORT == INTERNAL_PORT:
    raise ImproperlyConfigured("WEBCERT_INTERNAL_PORT must be another port than PORT")
BASE_URL = env.str("WEBCERT_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("WEBCERT_CSRF_TRUSTED_ORIGINS", default=[])
HTTPS_ONLY = env.bool("WEBCERT_HTTPS_ONLY", not DEMO)

if not DEMO:
    if len(SECRET_KEY) < 50 or SECRET_KEY == DEMO_SECRET_KEY:
        raise ImproperlyConfigured("Service mode needs WEBCERT_SECRET_KEY: at least 50 characters, not the default")
    if DEBUG:
        raise ImproperlyConfigured("Service mode refuses WEBCERT_DEBUG")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("Service mode needs WEBCERT_ALLOWED_HOSTS without '*'")

# --- applications -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "webcert",
    "rivta",
    "delivery",
    "hsa",
    "tak",
    "terminology",
    "patients",
    "accounts",
    "certificates",
    "pdllog",
    "notifications",
    "arenden",
    "api",
    "simulators",
]

MIDDLEWARE = [
    "webcert.middleware.ReadToTheEnd",
    "webcert.middleware.RequestContext",
    "django.middleware.security.SecurityMiddleware",
    "webcert.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.PerRequest",
    "accounts.middleware.CareUserSession",
    "django_htmx.middleware.HtmxMiddleware",
    "webcert.middleware.DomainErrors",
]

ROOT_URLCONF = "webcert.urls"
WSGI_APPLICATION = "webcert.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.frame",
            ],
        },
    }
]

# --- database -----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'webcert.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 300)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What another machine holds when it freezes is free again; a wait for it ends as a busy database does.
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s",
        "connect_timeout": 10,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- queue and cache ----------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL or "filesystem://localhost//")
BROKER_DIR = DATA_DIR / "broker"
REDIS_KEY_PREFIX = env.str("REDIS_KEY_PREFIX", "webcert")
"""Before every key and channel: several installations can share one Redis without taking each other's hints."""
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": REDIS_KEY_PREFIX,
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "webcert"}
    )
}

# --- sessions (spec/roles-and-access.md 4.8) ----------------------------------------------------------------------
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_S", 1800)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_WARN_S = env.int("SESSION_WARN_S", 120)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_SAMESITE = "None" if HTTPS_ONLY else "Lax"
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "webcert.views.csrf_failure"
DEEP_LOGOUT_DELAY_S = env.int("DEEP_LOGOUT_DELAY_S", 7)
SESSION_PING_MS = env.int("SESSION_PING_MS", 30_000)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- security headers (spec/ui.md 10.1) ---------------------------------------------------------------------------
FRAME_ANCESTORS = env.list("WEBCERT_FRAME_ANCESTORS", default=[SELF])
SIGNING_SERVICE_URL = env.str("SIGNING_SERVICE_URL", "")
_form_targets = [SELF]
if SIGNING_SERVICE_URL:
    _form_targets.append(re.sub(r"^(https?://[^/]+).*$", r"\1", SIGNING_SERVICE_URL))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": _form_targets,
        "base-uri": [NONE],
        "frame-ancestors": FRAME_ANCESTORS,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("WEBCERT_BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = env.int("WEBCERT_HSTS_SECONDS", 31_536_000 if HTTPS_ONLY else 0)

# --- language, time, static files ---------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
USE_I18N = True
FORMAT_MODULE_PATH = ["webcert.formats"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- limits -------------------------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- SOAP (spec/integration.md 0) ---------------------------------------------------------------------------------
SOAP_MAX_BYTES = env.int("SOAP_MAX_BYTES", 2 * 1024 * 1024)
SOAP_MAX_DEPTH = env.int("SOAP_MAX_DEPTH", 100)
SOAP_BASIC_AUTH = env.str("SOAP_BASIC_AUTH", "")
SOAP_ALLOWED_CLIENTS = env.list("SOAP_ALLOWED_CLIENTS", default=[])
SOAP_CLIENT_CERTIFICATE_HEADER = env.str("SOAP_CLIENT_CERTIFICATE_HEADER", "")
SOAP_CONNECT_TIMEOUT_S = env.float("SOAP_CONNECT_TIMEOUT_S", 5)
SOAP_TOTAL_TIMEOUT_S = env.float("SOAP_TOTAL_TIMEOUT_S", 30)
SOAP_TLS_CA_FILE = env.str("SOAP_TLS_CA_FILE", "")
SOAP_TLS_CERTIFICATE_FILE = env.str("SOAP_TLS_CERTIFICATE_FILE", "")
SOAP_TLS_KEY_FILE = env.str("SOAP_TLS_KEY_FILE", "")

# --- delivery (spec/status-updates.md 9) --------------------------------------------------------------------------
DELIVERY_SWEEP_SECONDS = env.float("DELIVERY_SWEEP_SECONDS", 4)
"""A lease that one sweep has just missed is to be found within 5 s, the way to a sender counted (9.14)."""
DELIVERY_LEASE_SECONDS = env.int("DELIVERY_LEASE_SECONDS", 90)
DELIVERY_SENDERS = env.int("WORKER_SENDERS", 4)
DELIVERY_TIME_SCALE = env.float("DELIVERY_TIME_SCALE", 1.0)
DELIVERY_JITTER = env.bool("DELIVERY_JITTER", False)
DELIVERY_ENDPOINT_CONCURRENCY = env.int("DELIVERY_ENDPOINT_CONCURRENCY", 4)
DELIVERY_BREAKER_FAILURES = env.int("DELIVERY_BREAKER_FAILURES", 5)
DELIVERY_BREAKER_SECONDS = env.int("DELIVERY_BREAKER_SECONDS", 60)

# --- status updates -----------------------------------------------------------------------------------------------
STATUS_UPDATE_PLAN = env.str("STATUS_UPDATE_PLAN", "30#1:m,5:m,1:h,6:h,12:h,1:d")
STATUS_UPDATE_ORDERING = env.str("STATUS_UPDATE_ORDERING", "soft")
STATUS_UPDATE_ANDRAT_WINDOW = env.int("STATUS_UPDATE_ANDRAT_WINDOW", 30 if DEMO else 300)
STATUS_UPDATE_ANDRAT_MODE = env.str("STATUS_UPDATE_ANDRAT_MODE", "per_certificate")
STATUS_UPDATE_ANDRAT_AFTER_RADERA = env.str("STATUS_UPDATE_ANDRAT_AFTER_RADERA", "superseded")
STATUS_UPDATE_RECORD_SUPPRESSED = env.bool("STATUS_UPDATE_RECORD_SUPPRESSED", DEMO)
STATUS_UPDATE_PAYLOAD_DAYS = env.int("STATUS_UPDATE_PAYLOAD_DAYS", 90)
STATUS_UPDATE_RESEND_MAX = env.int("STATUS_UPDATE_RESEND_MAX", 30_000)
STATUS_UPDATE_RESEND_DAYS_UNIT = env.int("STATUS_UPDATE_RESEND_DAYS_UNIT", 7)
STATUS_UPDATE_RESEND_DAYS_PROVIDER = env.int("STATUS_UPDATE_RESEND_DAYS_PROVIDER", 1)
STATUS_UPDATE_RESEND_DAYS_BACK = env.int("STATUS_UPDATE_RESEND_DAYS_BACK", 365)

# --- mail to units (spec/status-updates.md 6) ---------------------------------------------------------------------
MAIL_KEPT_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
"""Sends nothing: every mail is a row of the administration anyway."""
EMAIL_BACKEND = env.str("EMAIL_BACKEND", MAIL_KEPT_BACKEND if DEMO else "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"no-reply@{urlsplit(BASE_URL).hostname}")
MAIL_ADMIN = env.str("MAIL_ADMIN", "")
MAIL_PLAN = env.str("MAIL_PLAN", "5#1:m,5:m,1:h")

# --- JSON API (spec/integration.md 4.3) -----------------------------------------------------------------------------
API_MAX_BYTES = env.int("API_MAX_BYTES", 2 * 1024 * 1024)
WEBHOOK_PRIVATE_ADDRESSES = env.bool("WEBHOOK_PRIVATE_ADDRESSES", DEMO)
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "api.schema.Operation",
    "EXCEPTION_HANDLER": "api.problems.answer_to",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Webcert: JSON-API för journalsystem",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": "/api/integration/v1"}],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PATH_CONVERTER_OVERRIDES": {"uuid_any_case": {"type": "string", "format": "uuid"}},
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "api.schema.finish"],
}

# --- Intygstjänsten and recipients (spec/integration.md 2, 5) -----------------------------------------------------
INTYGSTJANST_URL = env.str("INTYGSTJANST_URL", "").rstrip("/")
INTYGSTJANST_LOGICAL_ADDRESS = env.str("INTYGSTJANST_LOGICAL_ADDRESS", "5565594230")
MESSAGE_RECIPIENT_LOGICAL_ADDRESS = env.str("MESSAGE_RECIPIENT_LOGICAL_ADDRESS", "FKORG")
CERTIFICATE_PLAN = env.str("CERTIFICATE_PLAN", "30#4:s,1:m,5:m,1:h,6:h,12:h,1:d")

# --- opening and closing of certificate types (spec/lifecycle.md 9) -------------------------------------------------
CERTIFICATE_TYPE_UNITS = env.json("CERTIFICATE_TYPE_UNITS", default=[])
CERTIFICATE_VERSION_LIMITS = env.json("CERTIFICATE_VERSION_LIMITS", default=[])

# --- who is telephoned before a revocation (spec/death-certificates.md 6); numbers that lead nowhere ------------------
REVOKE_PHONES = env.json("REVOKE_PHONES", default={"SKV": "000-000 00 01", "SOS": "000-000 00 02"})

# --- TAK ----------------------------------------------------------------------------------------------------------
TAK_TREE_CLIMBING = env.bool("TAK_TREE_CLIMBING", True)

# --- HSA (spec/roles-and-access.md 1.5) ---------------------------------------------------------------------------
HSA_URL = env.str("HSA_URL", "").rstrip("/")
HSA_LOGICAL_ADDRESS = env.str("HSA_LOGICAL_ADDRESS", "SE165565594230-1000")
HSA_TIMEOUT_S = env.float("HSA_TIMEOUT_S", 10)
HSA_CACHE_S = env.int("HSA_CACHE_S", 60)
HOSP_STALE_DAYS = env.int("HOSP_STALE_DAYS", 7)

# --- population register (spec/roles-and-access.md 7.2) -----------------------------------------------------------
PU_URL = env.str("PU_URL", "").rstrip("/")
PU_LOGICAL_ADDRESS = env.str("PU_LOGICAL_ADDRESS", "SE165565594230-1000")
PU_TIMEOUT_S = env.float("PU_TIMEOUT_S", 10)
PU_CACHE_S = env.int("PU_CACHE_S", 1000)
PU_TEST_PERSONS = env.list("PU_TEST_PERSONS", default=[])

# --- PDL (spec/pdl-logging.md 10) ---------------------------------------------------------------------------------
PDL_LOGICAL_ADDRESS = env.str("PDL_LOGICAL_ADDRESS", "SE165565594230-1000")
PDL_URL = env.str("PDL_URL", "")
PDL_SYSTEM_ID = env.str("PDL_SYSTEM_ID", "SE5565594230-B8N")
PDL_SYSTEM_NAME = env.str("PDL_SYSTEM_NAME", "Webcert")
PDL_BATCH_SIZE = env.int("PDL_BATCH_SIZE", 10)
PDL_BATCH_TIMEOUT = env.int("PDL_BATCH_TIMEOUT", 60)
PDL_LOG_TEST_PATIENTS = env.bool("PDL_LOG_TEST_PATIENTS", False)
PDL_COMPATIBILITY = env.bool("PDL_COMPATIBILITY", False)
PDL_RETENTION_DAYS = env.int("PDL_RETENTION_DAYS", 0)

# --- signing (spec/signing.md 12) ---------------------------------------------------------------------------------
SIGNING_DIR = DATA_DIR / "signing"
SIGNING_TICKET_MINUTES = env.int("SIGNING_TICKET_MINUTES", 15)
SIGNING_STRICT = env.bool("SIGNING_STRICT", True)
SIGNING_ONE_CLICK = env.bool("SIGNING_ONE_CLICK", False)
SIGNING_TRUSTED_CA = env.str("SIGNING_TRUSTED_CA", "")
SIGNING_SERVICE_ID = env.str("SIGNING_SERVICE_ID", "")
SIGNING_SERVICE_CERTIFICATE = env.str("SIGNING_SERVICE_CERTIFICATE", "")
SIGNING_IDP_ID = env.str("SIGNING_IDP_ID", "")
SIGNING_CLIENT_KEY = env.str("SIGNING_CLIENT_KEY", "")
SIGNING_CLIENT_CERTIFICATE = env.str("SIGNING_CLIENT_CERTIFICATE", "")
SIGNING_CUSTOMER = env.str("SIGNING_CUSTOMER", "open")
SIGNING_APPLICATION = env.str("SIGNING_APPLICATION", "webcert")

# --- print (spec/print.md 7) --------------------------------------------------------------------------------------
PRINT_WORKERS = env.int("PRINT_WORKERS", 2)
PRINT_TIMEOUT_S = env.float("PRINT_TIMEOUT_S", 2)
PRINT_MAX_BYTES = env.int("PRINT_MAX_BYTES", 20 * 1024 * 1024)

# --- browser (spec/ui.md 10.5) ------------------------------------------------------------------------------------
AUTOSAVE_DELAY_MS = env.int("AUTOSAVE_DELAY_MS", 1000)
TYPEAHEAD_DELAY_MS = env.int("TYPEAHEAD_DELAY_MS", 150)
REQUEST_LIMIT_MS = env.int("REQUEST_LIMIT_MS", 30_000)
DRAFT_LOCK_AFTER_DAYS = env.int("DRAFT_LOCK_AFTER_DAYS", 14)
DRAFT_DISPOSAL = env.bool("DRAFT_DISPOSAL", False)
DRAFT_DISPOSAL_AFTER_MONTHS = env.int("DRAFT_DISPOSAL_AFTER_MONTHS", 3)
LAUNCH_AVLIDEN_COUNTS = env.bool("LAUNCH_AVLIDEN_COUNTS", False)
LAUNCH_READ_ONLY = env.bool("LAUNCH_READ_ONLY", False)
LAUNCH_ORIGINS = env.json("LAUNCH_ORIGINS", default={})

# --- logging: structured, one JSON object a line, ids only --------------------------------------------------------
LOG_FORMAT = env.str("WEBCERT_LOG_FORMAT", "text" if DEMO else "json")
LOG_LEVEL = env.str("WEBCERT_LOG_LEVEL", "INFO")
LOGGING_CONFIG = "webcert.logs.configure"
LOGGING = {"level": LOG_LEVEL, "format": LOG_FORMAT}
