"""Ledgers: files in, typed columns, problems and the row account out."""

from .model import Activities, Ledger, Problem, SourceAccount, Subjects, Unread, Versions, Waiver
from .reader import read_ledger
from .vocabulary import Vocabulary

__all__ = [
    "Activities",
    "Ledger",
    "Problem",
    "SourceAccount",
    "Subjects",
    "Unread",
    "Versions",
    "Vocabulary",
    "Waiver",
    "read_ledger",
]
