"""The models of every simulator, gathered where Django looks; each package has its own."""

from __future__ import annotations

from simulators.care.models import ReceivedStatusUpdate
from simulators.hsa.models import CertifierEntry
from simulators.intygstjanst.models import CertificateState, Recipient, StoredCertificate, StoredMessage
from simulators.log.models import StoredLogEntry, StoreLogCall
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import AutomaticMode, ReceivedDocument, SentMessage
from simulators.signing.models import SigningFault, SigningOrder

__all__ = [
    "AutomaticMode",
    "CertificateState",
    "CertifierEntry",
    "ReceivedDocument",
    "ReceivedStatusUpdate",
    "Recipient",
    "SentMessage",
    "SigningFault",
    "SigningOrder",
    "SimulatorMode",
    "StoreLogCall",
    "StoredCertificate",
    "StoredLogEntry",
    "StoredMessage",
]
