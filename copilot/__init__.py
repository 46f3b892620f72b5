"""Read, route and answer SMS replies to sales texts."""

import os

# ONNX Runtime sends usage events to its maker since 1.29 and keeps a device id in the home folder, unless this is set
# before it is first imported (its Privacy.md, "Disabling Telemetry"). No default that may be changed: nothing phones home.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
