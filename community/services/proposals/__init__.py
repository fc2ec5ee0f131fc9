"""A proposal's road, by verb: from a draft to a product that its supporters buy first."""
