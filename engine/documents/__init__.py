"""YAML files read so that every key and value keeps its place, and written into with every character kept."""
