"""Fuzzes each target in a process of its own; 1 is the exit status where one has a fault."""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("query", "symbol", "doc", "rtf", "docx", "aligner", "highlighter")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.guided_fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=1800, help="for each target")
    parser.add_argument("--targets", nargs="*", choices=_NAMES, default=_NAMES)
    parser.add_argument("--seed", type=int, default=0, help="0 for another one each time")
    parser.add_argument("--one", choices=_NAMES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return _fuzz(asked.one, asked.seconds, asked.seed)
    if importlib.util.find_spec("atheris") is None:
        parser.error("atheris is missing: pip install --group fuzz")
    command = [
        sys.executable, "-m", "tests.guided_fuzz",
        "--seconds", str(asked.seconds), "--seed", str(asked.seed), "--one",
    ]  # fmt: skip
    failed = [name for name in asked.targets if subprocess.run([*command, name]).returncode]
    print(f"{len(asked.targets) - len(failed)} targets without a fault; faults: {failed}")
    return 1 if failed else 0


def _fuzz(name: str, seconds: int, seed: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["puente", "ingest"]):
        from tests.guided_fuzz.targets import TARGETS, examples
    folder = Path(tempfile.mkdtemp(prefix="puente-guided-fuzz-"))
    for number, content in enumerate(examples(name)):
        (folder / str(number)).write_bytes(content)
    options = [
        f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=20", "-rss_limit_mb=2048",
        "-max_len=65536", f"-artifact_prefix={folder}/", "-print_final_stats=1", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[name])
    atheris.Fuzz()  # ends the process
    return 0


if __name__ == "__main__":
    sys.exit(main())
