"""What the guests find on the bridge's address: the packages over HTTP, and the time over NTP."""

import functools
import http.server
import socket
import struct
import sys
import threading
import time

SECONDS_FROM_1900_TO_1970 = 2208988800


def ntp_stamp(moment: float) -> bytes:
    seconds = int(moment)
    return struct.pack("!II", (seconds + SECONDS_FROM_1900_TO_1970) & 0xFFFFFFFF, int((moment - seconds) * 2**32))


def ntp_answer(question: bytes, received: float) -> bytes:
    """A stratum 2 server's answer to a client's packet."""
    head = struct.pack("!BBbbII4s", 4 << 3 | 4, 2, question[2] if question[2] < 128 else 6, -20, 0x10, 0x10, b"LOCL")
    return head + ntp_stamp(received) + question[40:48] + ntp_stamp(received) + ntp_stamp(time.time())


def serve_time(address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, 123))
        while True:
            question, client = server.recvfrom(512)
            if len(question) >= 48:
                server.sendto(ntp_answer(question, time.time()), client)


class Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # apt keeps its connection, which saves much in a guest

    def log_message(self, *_arguments) -> None:
        pass


def main() -> None:
    address, folder = sys.argv[1:3]
    threading.Thread(target=serve_time, args=(address,), daemon=True).start()
    http.server.ThreadingHTTPServer((address, 8000), functools.partial(Files, directory=folder)).serve_forever()


main()
