"""What the peers share: the rows of test/peers/files.ts, clocks, and what is printed."""

import json
import resource
import sys
import time

FOLDER = sys.argv[1]
FIT, VALIDATE, EVALUATE = 0, 1, 2

with open(f"{FOLDER}/task.json") as file:
    TASK = json.load(file)


def peak_bytes():
    """The most memory that this process ever held: of its own, where the system says so."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def read(name, kind):
    import numpy

    return numpy.fromfile(f"{FOLDER}/{name}", dtype=kind)


def clocked(work):
    """What work gives, with its CPU seconds and seconds by the clock; those of other processes that it waited for among them."""

    def spent():
        own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime

    start, before = time.perf_counter(), spent()
    result = work()
    return result, {"cpuSeconds": spent() - before, "seconds": time.perf_counter() - start}


def tell(start_bytes, **side):
    print(json.dumps({"peakBytes": peak_bytes(), "startBytes": start_bytes, **side}))
