"""Mail to units about questions and answers of a recipient (spec/status-updates.md 6; spec/messages.md 8.2).

Whoever hears that something has come in asks ``choose`` how to tell the unit; for ``Channel.MAIL`` it calls
``notify_unit`` and makes no status update.
"""

from notifications.mail.channel import Channel, choose
from notifications.mail.services import notify_unit

__all__ = ["Channel", "choose", "notify_unit"]
