"""Read, route and answer SMS replies to sales texts."""

import os

# Since 1.29 ONNX Runtime sends usage events to its maker and keeps a device id in the home folder, unless this is set
# before it is first imported (its Privacy.md, "Disabling Telemetry"). A rule, not a default: nothing here phones home.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
