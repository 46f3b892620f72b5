"""What the figures were measured on: without it they mean nothing."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

PACKAGES: Final = (
    "sms-copilot",
    "onnxruntime",
    "chromadb",
    "fastapi",
    "uvicorn",
    "pydantic",
    "numpy",
    "torch",
    "sentence-transformers",
    "scikit-learn",
)


def machine_facts() -> dict[str, Any]:
    """Return processor, cores, int8 instructions, memory and versions."""
    cpu = _cpu_info()
    flags = cpu.get("flags", cpu.get("Features", "")).split()
    return {
        "cpu": cpu.get("model name", platform.processor() or platform.machine()),
        "cores": len(os.sched_getaffinity(0)),
        "vnni": any(flag in flags for flag in ("avx512_vnni", "avx_vnni")),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def load_average() -> float:
    """Return how many processes wanted a core over the last minute; more than there are cores: a shared machine."""
    return round(os.getloadavg()[0], 2)


def _cpu_info() -> dict[str, str]:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return {}
    pairs = (line.partition(":") for line in path.read_text().split("\n\n")[0].splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
