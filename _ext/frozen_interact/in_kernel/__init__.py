"""What runs in the notebook's kernel: the freezing itself."""
