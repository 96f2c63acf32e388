"""What a teacher needs, made from the chapters: `make course`. README.md says what and how."""
