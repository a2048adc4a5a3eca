"""What cells hold: dates, numbers, names, kinds, words of a closed meaning."""
