"""Files that hold one text in two languages: told from others, and parted into its versions."""
