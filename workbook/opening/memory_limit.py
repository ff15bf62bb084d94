"""A limit on the memory of this very process, for one that reads what nobody can trust."""

from __future__ import annotations

import sys


def limit_memory(size: int) -> None:
    """Let this process have ``size`` bytes at most: what asks for more fails, or ends it. Without effect where
    the system knows no such limit."""
    if sys.platform == "win32":
        _limit_job(size)
        return
    import resource

    for kind in ("RLIMIT_AS", "RLIMIT_DATA"):
        if hasattr(resource, kind):
            _, most = resource.getrlimit(getattr(resource, kind))
            allowed = size if most == resource.RLIM_INFINITY else min(size, most)
            try:
                resource.setrlimit(getattr(resource, kind), (allowed, most))
            except (OSError, ValueError):  # macOS knows the names and refuses some
                continue


def _limit_job(size: int) -> None:
    """Put this process into a job object of Windows that has a limit for each of its processes."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    limits = Extended()
    limits.BasicLimitInformation.LimitFlags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.ProcessMemoryLimit = size
    job = kernel.CreateJobObjectW(None, None)
    # 9: JobObjectExtendedLimitInformation
    if job and kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
