from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "Intyg"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import numbers
        from certificates import checks, outgoing, soap  # noqa: F401  (importing them registers)
        from certificates.pages.numbers import drafts
        from certificates.queries import openings
        from certificates.types import openings as declared

        outgoing.register_kind()
        numbers.add_counter(drafts)
        declared.follow(openings.periods)
