"""Runs in the Windows Python: puts the real part and the imaginary part of a complex number where Wine 8 has none.

x64 machine code in place of Wine's stand-in, which would end the process. An 8-byte complex number comes in rcx.
"""

import ctypes
from ctypes import c_char_p, c_void_p

CODE = {
    b"crealf": "66 0f 6e c1 c3",  # movd xmm0, ecx; ret
    b"cimagf": "48 c1 e9 20 66 0f 6e c1 c3",  # shr rcx, 32; movd xmm0, ecx; ret
}

kernel = ctypes.WinDLL("kernel32")
kernel.GetModuleHandleW.restype = kernel.GetProcAddress.restype = c_void_p
kernel.GetProcAddress.argtypes = [c_void_p, c_char_p]
runtime = kernel.GetModuleHandleW("ucrtbase.dll")
for name, hexed in CODE.items():
    code, at, before = bytes.fromhex(hexed), kernel.GetProcAddress(runtime, name), ctypes.c_ulong()
    assert kernel.VirtualProtect(c_void_p(at), len(code), 0x40, ctypes.byref(before))
    ctypes.memmove(at, code, len(code))
