"""Component and index templates of OpenSearch, as the engine takes them."""
