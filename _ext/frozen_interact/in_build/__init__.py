"""What runs outside the kernel: in Sphinx, and behind the commands."""
