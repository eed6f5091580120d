#!/usr/bin/python3
"""Runs the benchmarks of a build one after the other: tests/bench/run.py BUILD [NAME...]

Each prints medians and, where there is a bar, the figure beside it, measured in the same run.
"""
import os
import pathlib
import subprocess
import sys


def main(build, names):
    folder = pathlib.Path(build, 'tests/bench')
    programs = sorted(p for p in folder.glob('bench-*') if p.is_file() and os.access(p, os.X_OK))
    programs += sorted(pathlib.Path(__file__).parent.glob('bench-*.py'))
    if names:
        programs = [p for p in programs if p.stem.removeprefix('bench-') in names]
    if not programs:
        print('there is no such benchmark', file=sys.stderr)
        return 2
    failed = 0
    for program in programs:
        print(f'\n== {program.stem.removeprefix("bench-")}', flush=True)
        environment = dict(os.environ, NADI_BUILD=str(pathlib.Path(build).resolve()))
        failed += subprocess.run([program], env=environment, check=False).returncode != 0
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
