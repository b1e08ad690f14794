from django.apps import AppConfig


class WebcertConfig(AppConfig):
    """Wiring only: no models."""

    name = "webcert"
    verbose_name = "Webcert"

    def ready(self) -> None:
        from webcert import celery  # noqa: F401  (whoever publishes a hint needs the application)
