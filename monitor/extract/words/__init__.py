"""Vocabulary: words by kind, words to statuses, sentences, and which words a pattern needs."""
