from django.apps import AppConfig


class TerminologyConfig(AppConfig):
    name = "terminology"
    verbose_name = "Kodverk"
    default_auto_field = "django.db.models.BigAutoField"
