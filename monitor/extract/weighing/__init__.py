"""Weights learned from labelled documents: how likely it is that a name is a bidder, provider or partner here, and as what.

``features`` says what stands round a name, ``weights`` what that has been worth in the labelled documents, ``decide`` what follows
from it. The weights are a file that ``make weights`` fits anew; nothing is learned while the service runs.
"""
