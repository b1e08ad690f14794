"""The figures of ``make bench``: one module each, its ceiling measured in the same run (docs/benchmarks.md)."""
