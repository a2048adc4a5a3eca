"""The engine: packs, ledgers and a day go in, findings come out; it prints nothing and reads no clock."""

from .audit import Audit
from .errors import CheckbranchError, Fault
from .findings import GAPS, STATUSES, Finding, Span
from .prepare import Inputs, Request, Shipped, audit_inputs, fingerprint_of, read_inputs, run_audit, span_of
from .selection import Selection
from .text import Text
from .workspaces.workspace import read_workspace

__all__ = [
    "GAPS",
    "STATUSES",
    "Audit",
    "CheckbranchError",
    "Fault",
    "Finding",
    "Inputs",
    "Request",
    "Selection",
    "Shipped",
    "Span",
    "Text",
    "audit_inputs",
    "fingerprint_of",
    "read_inputs",
    "read_workspace",
    "run_audit",
    "span_of",
]
