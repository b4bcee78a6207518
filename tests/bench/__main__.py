"""Every measurement of docs/performance.md, one after the other."""

import runpy

for name in (
    "tests.bench.service",
    "tests.bench.store",
    "tests.bench.correction",
    "tests.bench.quantisation",
    "tests.bench.reading",
    "tests.bench.extraction",
):
    print(f"# {name}")
    runpy.run_module(name, run_name="__main__")
