"""The wording in two languages: a catalogue for whoever reads it over, and the way back into the code."""
