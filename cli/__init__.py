"""The command line: reads arguments, freezes today once, maps faults to lines and an exit code."""

from .main import main

__all__ = ["main"]
