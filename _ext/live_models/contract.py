"""What the kernel's side and Sphinx's side agree on."""

# The MIME type of a live figure on its way from the kernel to the page.
LIVE_FIGURE = "application/vnd.live-model+json"
