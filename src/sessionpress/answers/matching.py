"""Who goes with whom, as numbers: the only module that knows networkx."""

from __future__ import annotations

from collections.abc import Mapping

Edge = tuple[int, int]


def best_pairs(weights: Mapping[Edge, int]) -> list[Edge]:
    """Choose pairs so that nobody is in two of them.

    Args:
        weights: how well two go together, for every two that may; the smaller number first. What
            may not go together is not there.

    Returns:
        As many pairs as there can be; of those the choice with the greatest sum; of equal ones
        the choice whose pairs come first in order. So the same input always gives the same.
    """
    import networkx as nx  # noqa: PLC0415 - it is slow to load, and few commands need it

    graph = nx.Graph()
    edges = sorted(weights)
    # A bonus smaller than any difference of sums, and larger than those of all later pairs.
    step = 1 << len(edges)
    for place, edge in enumerate(edges):
        bonus = 1 << (len(edges) - 1 - place)
        graph.add_edge(*edge, weight=weights[edge] * step + bonus)
    found = nx.max_weight_matching(graph, maxcardinality=True)
    return sorted((min(edge), max(edge)) for edge in found)
