"""A kernel client that looks again: a reply that has come is never waited for.

Now and then the wake-up for a message that has arrived gets lost between ZeroMQ
and asyncio, with pyzmq 27.3 in about one run of fifteen. A client that waits on
that one wake-up sits beside an idle kernel until its time is out. This one asks
the socket itself every second.
"""

from queue import Empty
from time import monotonic

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type

SECONDS_BETWEEN_LOOKS = 1.0


class PatientChannel(AsyncZMQSocketChannel):
    """A channel whose `get_msg` waits in short turns."""

    async def get_msg(self, timeout=None):
        """Return the next message; raise queue.Empty after `timeout` seconds without one."""
        end = float("inf") if timeout is None else monotonic() + timeout
        while True:
            try:
                turn = max(0.0, min(SECONDS_BETWEEN_LOOKS, end - monotonic()))
                return await super().get_msg(turn)
            except Empty:
                if monotonic() >= end:
                    raise


class PatientKernelClient(AsyncKernelClient):
    """A client with patient channels for replies and for outputs."""

    shell_channel_class = Type(PatientChannel)
    iopub_channel_class = Type(PatientChannel)


class PatientKernelManager(AsyncKernelManager):
    """For `nbclient.NotebookClient(kernel_manager_class=...)`."""

    client_class = f"{__name__}.PatientKernelClient"
    client_factory = Type(PatientKernelClient)
