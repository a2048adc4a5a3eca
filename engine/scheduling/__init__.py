"""Scheduling: which periods each duty has, who there is in each of them, and what the ledgers cover."""
