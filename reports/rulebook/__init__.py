"""The rules as reports: lists, one rule in full, the handbook (制度汇编), differences, cases."""
