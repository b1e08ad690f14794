from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "Intyg"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import numbers
        from certificates import checks, outgoing, soap  # noqa: F401  (importing them registers)
        from certificates.pages.numbers import waiting_work

        outgoing.register_kind()
        numbers.use_counter(waiting_work)
