"""What is done to a valid request: none, one or several damages, drawn by the run's seed.

Each module is one kind and lists its damages; to add one is to add a function to its list. A damage that has nothing
to work on in a request leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tools.fuzz.mutate import frame, json_values, octets, tree
from tools.fuzz.wire import Request

Mutation = Callable[[Request, Random], Request]
LONGEST = 4 * 1024 * 1024
_UNTOUCHED = 0.04
_ONE_MORE = 0.35
KINDS: tuple[tuple[tuple[Mutation, ...], int], ...] = (
    (tree.MUTATIONS, 9),
    (json_values.MUTATIONS, 4),
    (octets.MUTATIONS, 3),
    (frame.MUTATIONS, 2),
)
"""Each kind and how often it is drawn beside the others."""


def mutate(request: Request, random: Random) -> Request:
    """Damage a request; its ``mutations`` name what was done, in order."""
    if random.random() < _UNTOUCHED:
        return request
    damaged = _once(request, random)
    while random.random() < _ONE_MORE:
        damaged = _once(damaged, random)
    return damaged


def _once(request: Request, random: Random) -> Request:
    kinds = [kind for kind in KINDS if _fits(kind[0], request)]
    (mutations,) = random.choices([k for k, _ in kinds], [weight for _, weight in kinds])
    mutation = random.choice(mutations)
    done = mutation(request, random)
    if len(done.body) > LONGEST:
        return request
    return replace(done, mutations=(*request.mutations, mutation.__name__))


def _fits(mutations: tuple[Mutation, ...], request: Request) -> bool:
    if mutations is tree.MUTATIONS:
        return b"<" in request.body[:100]
    if mutations is json_values.MUTATIONS:
        return b"<" not in request.body[:100]
    return bool(request.body) or mutations is frame.MUTATIONS
