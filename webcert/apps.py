from django.apps import AppConfig


class WebcertConfig(AppConfig):
    """Wiring only: no models."""

    name = "webcert"
    verbose_name = "Webcert"
