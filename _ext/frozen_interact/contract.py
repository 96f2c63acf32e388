"""What the build and the kernel agree on."""

# The environment variable through which the build tells the kernel, in JSON,
# the arguments of `frozen_interact.kernel.Freezer` other than the shell.
ENVIRONMENT_VARIABLE = "FROZEN_INTERACT"

# In the metadata of an output: its HTML stands for what a live notebook shows.
FROZEN = "frozen_interact"

# How often either tells how far it is.
SECONDS_BETWEEN_REPORTS = 2.0

# The HTML of a display that is known only at the end of its cell, and the token in it.
PLACEHOLDER = "<!-- frozen_interact: {token} -->"

# Within the kernel, the MIME type of a display whose items are asked for when its frame is whole: a
# function that gives them.
LATE_ITEMS = "application/x-frozen-items"
