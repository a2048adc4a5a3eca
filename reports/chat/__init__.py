"""The audit to paste into a chat or a wiki: Markdown, and a short message for each branch."""
