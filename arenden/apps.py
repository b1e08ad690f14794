from django.apps import AppConfig


class ArendenConfig(AppConfig):
    name = "arenden"
    verbose_name = "Ärendekommunikation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import numbers
        from arenden import legacy_soap, receivers, soap  # noqa: F401  (importing registers the endpoints)
        from arenden.numbers import questions

        receivers.connect()
        numbers.add_counter(questions)
