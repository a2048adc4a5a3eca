"""The pre-inspection self-check (迎检自查表): its facts, its words, and each form of it."""
