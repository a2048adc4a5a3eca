"""Record forms in Word documents: labels, values, minutes, and the sheets made of them."""
