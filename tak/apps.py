from django.apps import AppConfig


class TakConfig(AppConfig):
    name = "tak"
    verbose_name = "TAK: vägval"
    default_auto_field = "django.db.models.BigAutoField"
