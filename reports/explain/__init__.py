"""Explanations: one verdict, duty or light with all that it rests on."""
