"""Places that tests read from."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"
FIXTURES = ROOT / "tests" / "fixtures" / "data"
QUALITY = ROOT / "tests" / "quality"
