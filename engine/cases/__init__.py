"""Cases of rule packs: small made-up ledgers and what the rules are expected to say of them."""
