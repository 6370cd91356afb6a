"""`python -m tests.bench`: every group of figures, one after the other."""

from tests.bench import processes

if __name__ == "__main__":
    processes.print_figures()
