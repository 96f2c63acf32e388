"""What checks the book."""
