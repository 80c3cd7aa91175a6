"""Vowpal Wabbit in a process of its own: `vw.py OPTIONS` runs it as its module does, and prints the most bytes that the process held."""

import resource
import sys

import vowpalwabbit

vowpalwabbit.Workspace(arg_list=sys.argv[1:]).finish()
try:
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024)
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
