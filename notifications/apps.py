from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Statusuppdateringar och mejl"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import receivers, sending, soap  # noqa: F401  (importing registers the endpoint)
        from notifications.mail import sending as mail_sending

        sending.register_kind()
        mail_sending.register_kind()
        receivers.connect()
