"""A question: taken apart, put into dates and numbers, widened to concepts."""
