from django.apps import AppConfig


class ArendenConfig(AppConfig):
    name = "arenden"
    verbose_name = "Ärendekommunikation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import numbers
        from arenden import legacy_soap, panel, receivers, soap  # noqa: F401  (importing registers the endpoints)
        from arenden.numbers import questions
        from certificates.pages import messages

        receivers.connect()
        numbers.add_counter(questions)
        messages.use_tab(panel.tab)
        messages.use_complement_texts(panel.complement_texts)
