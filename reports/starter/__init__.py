"""The files of a new workspace: settings, tables to fill in, a page of help."""
