from django.apps import AppConfig


class PdllogConfig(AppConfig):
    name = "pdllog"
    verbose_name = "PDL-logg"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from delivery.queries import add_warnings
        from pdllog import queries, receivers, sending

        sending.register_kind()
        receivers.connect()
        add_warnings(queries.warnings)
