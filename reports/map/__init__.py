"""A proposal of how ledgers are to be read: as text, JSON and the settings of a workspace."""
