"""Workspaces: what ``checkbranch.yaml`` says of rules, files, databases and assumptions."""
