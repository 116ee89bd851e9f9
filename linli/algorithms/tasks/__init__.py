"""What the studio asks: one JSON request in, lines of progress and one JSON answer out.

    python -m linli.algorithms.tasks grids < request

Each task runs in a process of its own, so that the array libraries never live in a web process or
in the worker, a task can be stopped at any moment, and its memory is given back.
"""
