"""What every layer stands on: messages, files, words, HTML; it knows nothing of newsletters."""
