"""Celery's settings: late acknowledgement, early limits, no results, one queue per kind of traffic."""

from __future__ import annotations

from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

from delivery.kinds import QUEUES
from webcert import file_broker

broker_url = settings.CELERY_BROKER_URL
if broker_url.startswith(file_broker.NAME):
    file_broker.use()
    for name in ("queue", "control"):
        (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    broker_transport_options = {
        "data_folder_in": str(settings.BROKER_DIR / "queue"),
        "data_folder_out": str(settings.BROKER_DIR / "queue"),
        "control_folder": str(settings.BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
else:
    broker_transport_options = {"visibility_timeout": 300, "socket_timeout": 5, "socket_connect_timeout": 1}
    if broker_url.startswith("redis"):
        broker_transport_options["global_keyprefix"] = f"{settings.REDIS_KEY_PREFIX}:"
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # without end
task_default_queue = "default"
task_routes = {f"delivery.tasks.{name}": {"queue": name} for name in QUEUES}
task_queues = [Queue(name) for name in QUEUES]
task_create_missing_queues = False
task_acks_late = True
task_reject_on_worker_lost = True
task_ignore_result = True
task_time_limit = 75
task_soft_time_limit = 60
worker_pool = "threads"
worker_concurrency = settings.DELIVERY_SENDERS
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_send_task_events = False
timezone = "Europe/Stockholm"
beat_schedule_filename = str(settings.DATA_DIR / "celerybeat-schedule")
beat_schedule = {
    "sweep-deliveries": {
        "task": "delivery.tasks.sweep",
        "schedule": settings.DELIVERY_SWEEP_SECONDS,
        "options": {"expires": settings.DELIVERY_SWEEP_SECONDS * 2},
    },
    "lock-old-drafts": {"task": "certificates.tasks.lock_old_drafts", "schedule": crontab(minute="3")},
    "dispose-of-old-drafts": {
        "task": "certificates.tasks.dispose_of_old_drafts",
        "schedule": crontab(hour="6", minute="0"),
    },
    "clear-old-payloads": {
        "task": "notifications.tasks.clear_old_payloads",
        "schedule": crontab(hour="4", minute="30"),
    },
    "remove-expired-signing-tickets": {"task": "certificates.tasks.remove_expired_tickets", "schedule": 300},
    "forget-old-pdl-records": {"task": "pdllog.tasks.forget_old", "schedule": crontab(hour="4", minute="0")},
    "clear-expired-sessions": {"task": "accounts.tasks.clear_expired_sessions", "schedule": 3600},
}
if settings.SIMULATORS_ENABLED:
    beat_schedule["send-simulated-messages"] = {
        "task": "simulators.tasks.send_due_messages",
        "schedule": settings.DELIVERY_SWEEP_SECONDS,
        "options": {"expires": settings.DELIVERY_SWEEP_SECONDS * 2},
    }
