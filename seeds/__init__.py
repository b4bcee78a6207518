"""The five sample documents and what their manifest says of them."""
