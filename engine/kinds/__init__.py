"""Duties without periods, a module for each kind: what gives rise to one, and what fulfils it."""
