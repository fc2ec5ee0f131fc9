"""The ways to understand what a text may feel like: one file each, joined in the registry (docs/feelings.md)."""

from community.analyzers import lexicon, ngram  # noqa: F401
from community.analyzers.registry import Analysis, Analyzer, Suggestion, add, analyze, every, get

__all__ = ["Analysis", "Analyzer", "Suggestion", "add", "analyze", "every", "get"]
