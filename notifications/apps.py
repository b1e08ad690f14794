from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Statusuppdateringar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import receivers, sending, soap  # noqa: F401  (importing registers the endpoint)

        sending.register_kind()
        receivers.connect()
