from django.apps import AppConfig


class ArendenConfig(AppConfig):
    name = "arenden"
    verbose_name = "Ärendekommunikation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from arenden import panel, receivers, soap  # noqa: F401  (importing registers the endpoints)
        from certificates.pages import messages

        receivers.connect()
        messages.use_tab(panel.tab)
        messages.use_complement_texts(panel.complement_texts)
