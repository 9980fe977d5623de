"""Noisy counts of a tree are made to agree, as exactly as least squares over all of them can."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.publishing.consistency import Noisy, consistent

numbers = st.floats(-30, 30)
variances = st.floats(0.1, 40)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3, key: str = "r") -> Noisy:
    parts = draw(st.integers(0, 3)) if depth else 0
    below = tuple(draw(trees(depth=depth - 1, key=f"{key}{n}")) for n in range(parts))
    return Noisy(key, draw(numbers), draw(variances), below)


def walk(node: Noisy) -> list[Noisy]:
    return [node, *(below for part in node.parts for below in walk(part))]


@settings(max_examples=80)
@given(trees())
def test_every_group_is_the_sum_of_its_parts(root: Noisy) -> None:
    found = consistent(root)
    for node in walk(root):
        if node.parts:
            total = sum(found[part.key].count for part in node.parts)
            assert found[node.key].count == pytest.approx(total, abs=1e-6)


@settings(max_examples=80)
@given(trees())
def test_counts_and_variances_are_those_of_generalised_least_squares(root: Noisy) -> None:
    nodes = walk(root)
    cells = [node for node in nodes if not node.parts]
    design = np.array([[float(cell in walk(node)) for cell in cells] for node in nodes])
    weights = np.diag([1 / node.variance for node in nodes])
    information = design.T @ weights @ design
    cell_counts = np.linalg.solve(information, design.T @ weights @ [node.count for node in nodes])
    spread = design @ np.linalg.inv(information) @ design.T
    found = consistent(root)
    for node, count, left in zip(nodes, design @ cell_counts, np.diag(spread), strict=True):
        assert found[node.key].count == pytest.approx(count, abs=1e-6)
        assert found[node.key].variance == pytest.approx(left, rel=1e-6)
