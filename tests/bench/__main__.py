"""`python -m tests.bench [SCALE]`: every group of figures, one after the other. SCALE 1 is the full size."""

import sys

from tests.bench import large, names, processes

if __name__ == "__main__":
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    processes.print_figures()
    names.print_figures([round(10_000 * scale), round(100_000 * scale)])
    large.print_figures(scale)
