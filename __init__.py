"""checkbranch: audits the organisational life of Party branches against dated rules.

This folder, the root of the repository, is the package ``checkbranch``; its folders are its sub-packages.
Inside the package imports are relative; tests and other programs write ``from checkbranch.engine import …``.
"""
