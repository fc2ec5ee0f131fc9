"""The small modules behind ./dev; none of them is imported by the product."""
