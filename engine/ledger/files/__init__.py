"""Files and databases opened as sheets: what a file is, whatever its name says, and its cells."""
