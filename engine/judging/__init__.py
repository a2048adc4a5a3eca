"""Judging: the verdict table, in durable-rules and in plain Python, and waivers."""
