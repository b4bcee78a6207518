"""Command that runs nodes: `python -m tools.opensearch_node`."""

import sys

from tools.opensearch_node.node import main

sys.exit(main())
