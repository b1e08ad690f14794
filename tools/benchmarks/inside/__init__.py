"""What is measured inside a process of the installation: ``python -m tools.benchmarks.inside MODULE [ARG …]``.

A module here has ``measure(*arguments)``; what it returns is printed as JSON on the last line.
"""
