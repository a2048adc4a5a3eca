"""The audit as one workbook to hand over, which keeps what people fill in."""
