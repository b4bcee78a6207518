"""`python -m tests.badfiles FOLDER` writes the bad files, to look at them one by one."""

import sys
from pathlib import Path

from tests.badfiles.catalogue import bad_files, write

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for each in bad_files():
    write(each, folder)
