"""An audit held against an earlier one: baselines, differences, trends, verification."""
