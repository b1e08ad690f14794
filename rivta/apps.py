from django.apps import AppConfig


class RivtaConfig(AppConfig):
    name = "rivta"
    verbose_name = "RIV-TA"
    default_auto_field = "django.db.models.BigAutoField"
