"""Known weaknesses of the locked packages: `python -m tools.supply_chain.advisories FILE`.

The exit status is 1 where there are any. Where the database of advisories cannot be reached, it
says so and is 0: a check that was not made is no reason to stop a release, and no silent success.
"""

import json
import subprocess
import sys
from pathlib import Path

_SECONDS = 90


def main(arguments: list[str]) -> int:
    """Ask for the advisories of a lock file, and print what is known."""
    [lock] = arguments
    command = [
        str(Path(sys.executable).with_name("pip-audit")), "--requirement", lock, "--require-hashes",
        "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return _unreachable(f"no answer in {_SECONDS} s")
    return judge(done.stdout, done.stderr)


def judge(answer: str, said: str) -> int:
    """The exit status for what the tool answered, as JSON, or said instead of an answer."""
    try:
        packages = json.loads(answer)["dependencies"]
    except ValueError:
        lines = said.strip().splitlines() or ["it said nothing"]
        return _unreachable(lines[-1])
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if unknown and len(unknown) == len(packages):
        return _unreachable(packages[0]["skip_reason"])
    known = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in"
        f" {', '.join(weakness['fix_versions']) or 'no version'}"
        for package in packages
        for weakness in package.get("vulns", ())
    ]
    for line in known:
        sys.stderr.write(f"{line}\n")
    if unknown:
        sys.stderr.write(f"NOT CHECKED: {', '.join(unknown)}.\n")
    if not known:
        sys.stderr.write(f"No advisory for {len(packages) - len(unknown)} packages.\n")
    return 1 if known else 0


def _unreachable(why: str) -> int:
    sys.stderr.write(f"NOT CHECKED: the database of advisories cannot be reached ({why}).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
