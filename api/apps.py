from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "JSON-API"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from api import schema_extensions  # noqa: F401  (known to drf-spectacular by being imported)
        from api.webhooks import producing, sending

        sending.register_kind()
        producing.listen()
