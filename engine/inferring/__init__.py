"""Inferring: lights from the standings of every subject, by forward chaining."""
