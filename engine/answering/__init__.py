"""Answering: which finding, duty or light a question is about, and all that it rests on."""
