"""Ledgers: files in, typed columns, problems and the row account out."""

from .keeping import Keeper, Kept
from .model import Activities, Ledger, Problem, SourceAccount, Subjects, Unread, Versions, Waiver
from .reader import read_ledger
from .vocabulary import Vocabulary

__all__ = [
    "Activities",
    "Keeper",
    "Kept",
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
