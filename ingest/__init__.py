"""Files in, records out: extraction, cleaning, segmentation, pairing and alignment."""
