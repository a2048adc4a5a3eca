"""The words that reports share: what a verdict, a period, a reason, a rule is called, in Chinese and in English."""
