"""Two worlds that differ only in what is restricted: nobody outside can tell them apart."""
