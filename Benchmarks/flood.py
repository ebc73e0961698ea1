"""Prints that many bytes of numbered lines at that many bytes a second: `flood.py BYTES RATE FILE`. The file is there when all is printed."""

import os
import sys
import time
from pathlib import Path

total, rate = int(sys.argv[1]), int(sys.argv[2])
block = b"".join(b"%07d a line of output as an installation prints it, neither short nor long\n" % each for each in range(14_000))
began, written = time.monotonic(), 0
while written < total:
    part = memoryview(block)[: total - written]
    while part:
        part = part[os.write(1, part):]
    written += len(block)
    ahead = written / rate - (time.monotonic() - began)
    if ahead > 0:
        time.sleep(ahead)
Path(sys.argv[3]).touch()
