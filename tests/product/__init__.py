"""The whole product, running: `diemcau serve` in a home of its own, on free ports, with a session."""

from tests.product.client import Operator, Refusal
from tests.product.running import Product

__all__ = ["Operator", "Product", "Refusal"]
