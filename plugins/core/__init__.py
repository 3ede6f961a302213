"""What every layer builds on: messages, files, words, HTML; it knows nothing of newsletters."""
