"""LightGBM on the rows of test/bench/head.bench.ts, one thread: `head-peer.py FOLDER` writes scores and prints CPU seconds as JSON."""

import json
import sys
import time

import lightgbm
import numpy

folder = sys.argv[1]
with open(f"{folder}/task.json") as file:
    task = json.load(file)
rows, train, width = task["rows"], task["train"], task["width"]
codes = numpy.fromfile(f"{folder}/codes", dtype=numpy.uint8).reshape(width, rows).T.astype(numpy.float32)
codes[codes == 0] = numpy.nan
base = numpy.fromfile(f"{folder}/base", dtype=numpy.float32).astype(numpy.float64)
label = numpy.fromfile(f"{folder}/label", dtype=numpy.uint8)


def fit(seed, share, order):
    """A booster and the CPU seconds of its trees; binning is not among them. A bin of its own for every code."""
    parameters = {
        **{"objective": "binary", "boost_from_average": False, "num_threads": 1, "verbose": -1, order: True},
        **{"max_bin": 255, "min_data_in_bin": 1, "feature_pre_filter": False, "seed": seed},
        **{"bagging_fraction": share, "bagging_freq": 1 if share < 1 else 0, "feature_fraction": share},
        **task["parameters"],
    }
    data = lightgbm.Dataset(codes[:train], label[:train], init_score=base[:train], params=parameters)
    booster = lightgbm.Booster(parameters, data)
    start = time.process_time()
    for _ in range(task["trees"]):
        booster.update()
    return booster, time.process_time() - start


if task["do"] == "time":
    seconds = {order: fit(1, 1, order)[1] for order in ("force_col_wise", "force_row_wise")}
    print(json.dumps({"version": lightgbm.__version__, "seconds": seconds}))
else:
    for seed in task["seeds"]:
        booster, _ = fit(seed, task["share"], "force_row_wise")
        scores = booster.predict(codes[train:], raw_score=True) + base[train:]
        scores.astype(numpy.float32).tofile(f"{folder}/scores-{seed}")
