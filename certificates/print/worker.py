"""The program of a print worker: a process of its own, so that a crash in the typesetter stops no web server.

Started as a script with the number of a connected socket. Reads requests and writes answers until the socket closes.
Request: length (8 bytes), then JSON ``{"data": text, "timestamp": seconds}``. Answer: one byte (0 = PDF, 1 = error
text), length, content. Knows nothing of the project around it.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent
LENGTH = struct.Struct(">Q")
PDF, ERROR = b"\0", b"\1"


def main(handle: int) -> None:
    compiler = typst.Compiler(
        input=str(HERE / "layout.typ"), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
    )
    with socket.socket(fileno=handle) as connection, connection.makefile("rb") as incoming:
        while header := incoming.read(LENGTH.size):
            request = json.loads(incoming.read(LENGTH.unpack(header)[0]))
            status, content = _answer(compiler, request)
            connection.sendall(status + LENGTH.pack(len(content)) + content)


def _answer(compiler: typst.Compiler, request: dict) -> tuple[bytes, bytes]:
    try:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"data": request["data"]},
            pdf_standards=["ua-1"],
            timestamp=request["timestamp"],
        )
    except typst.TypstError as error:
        return ERROR, str(error).encode()
    return PDF, pdf


if __name__ == "__main__":
    main(int(sys.argv[1]))
