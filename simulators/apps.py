from django.apps import AppConfig


class SimulatorsConfig(AppConfig):
    name = "simulators"
    verbose_name = "Simulatorer"
    default_auto_field = "django.db.models.BigAutoField"
