"""Access to the service: keys, the file that keeps them, and the slowing of guesses."""
