"""Vowpal Wabbit: logistic regression by its default updates (adaptive, normalised, invariant), over as many passes as serve the validation rows."""

import os
import statistics
import subprocess
import sys

import numpy
import vowpalwabbit
from common import EVALUATE, FIT, FOLDER, TASK, VALIDATE, clocked, read, tell
from sklearn.metrics import roc_auc_score

RATES = [0.03, 0.1, 0.5, 1]
PASSES = [1, 3, 10]
TIMED_PASSES = 5
REPEATS = 3
# 4 M weights: no two ids of the log share one by chance more than now and then.
SHARED = ["--loss_function", "logistic", "-b", "22", "--quiet", "--holdout_off"]

label, part = read("label", numpy.uint8), read("part", numpy.uint8)
codes = [read(f"field-{field['name']}", numpy.uint32) for field in TASK["fields"]]
names = [chr(ord("a") + f) for f in range(len(codes))]


def path(name):
    return f"{FOLDER}/vw-{name}"


def write(name, rows):
    """The rows in its own format, in the order of time: a namespace for each field."""
    with open(path(name), "w") as file:
        columns = [column[rows].tolist() for column in codes]
        for y, *row in zip((2 * label[rows].astype(int) - 1).tolist(), *columns):
            file.write(f"{y} " + " ".join(f"|{n} {c}" for n, c in zip(names, row)) + "\n")


def vw(*options):
    """Runs it in a process of its own. @returns the most bytes it held"""
    program = os.path.join(os.path.dirname(__file__), "vw.py")
    ran = subprocess.run([sys.executable, program, *SHARED, *map(str, options)], capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"vw {' '.join(map(str, options))} failed: {ran.stderr}")
    return int(ran.stdout.split()[-1])


def train(rate, passes):
    # The cache holds the parsed rows: from the second pass on that is all it reads, and here from the first.
    cache = ["--cache_file", path("cache")]
    return vw("-d", path("fit"), *cache, "-l", rate, "--passes", passes, "-f", path("model"))


def auc(name, rows):
    vw("-d", path(name), "-t", "-i", path("model"), "-p", path("scores"))
    return roc_auc_score(label[rows], numpy.loadtxt(path("scores")))


parts = {"fit": FIT, "validate": VALIDATE, "evaluate": EVALUATE}
rows = {name: numpy.flatnonzero(part == number) for name, number in parts.items()}
for name in rows:
    write(name, rows[name])
train(RATES[0], 1)  # writes the cache
start_bytes = vw("--noop")
tried = []
for rate in RATES:
    for passes in PASSES:
        peak, took = clocked(lambda: train(rate, passes))
        tried.append((auc("validate", rows["validate"]), rate, passes, took, peak))
_, rate, passes, took, peak = max(tried, key=lambda one: one[0])
train(rate, passes)
found = auc("evaluate", rows["evaluate"])
# What a process takes to start is not its speed: the passes beyond the first are.
once, many = (
    statistics.median(clocked(lambda: train(rate, count))[1]["cpuSeconds"] for _ in range(REPEATS)) for count in (1, 1 + TIMED_PASSES)
)
side = {
    "how": f"Vowpal Wabbit {vowpalwabbit.__version__}, -l {rate}, {passes} passes, 22 bits, rows in the order of time, parsed before",
    **took,
    "rate": TIMED_PASSES * len(rows["fit"]) / (many - once),
    "auc": found,
}
tell(start_bytes, **{**side, "peakBytes": peak})
