"""LightGBM on top of a base score, one thread, with its own defaults: early stopping chooses the trees, all rows with a label train them."""

import lightgbm
import numpy
from common import EVALUATE, FIT, TASK, VALIDATE, clocked, peak_bytes, read, tell
from sklearn.metrics import roc_auc_score

MOST_TREES = 300
PATIENCE = 10
SETTINGS = {
    **{"objective": "binary", "metric": "binary_logloss", "num_threads": 1, "verbosity": -1},
    **{"boost_from_average": False, "force_row_wise": True, "seed": 1},
}

start_bytes = peak_bytes()
label, part, base = read("label", numpy.uint8), read("part", numpy.uint8), read("pctr", numpy.float32)
values = numpy.column_stack([*(read(f"column-{c}", numpy.float32) for c in range(len(TASK["columns"]))), base])
rows = {number: numpy.flatnonzero(part == number) for number in (FIT, VALIDATE, EVALUATE)}
both = numpy.flatnonzero(part <= VALIDATE)


def data(which, reference=None):
    return lightgbm.Dataset(values[which], label[which], init_score=base[which], reference=reference)


def head():
    fit = data(rows[FIT])
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    chosen = lightgbm.train(SETTINGS, fit, MOST_TREES, valid_sets=[data(rows[VALIDATE], fit)], callbacks=[stop])
    model = lightgbm.train(SETTINGS, data(both), max(1, chosen.best_iteration))
    scores = model.predict(values[rows[EVALUATE]], raw_score=True, num_threads=1) + base[rows[EVALUATE]]
    return scores, chosen.current_iteration(), model.current_iteration()


(scores, grown, trees), took = clocked(head)
visits = grown * len(rows[FIT]) + trees * len(both)
how = f"LightGBM {lightgbm.__version__}, {trees} trees of 31 leaves, rate 0.1, 255 bins"
tell(start_bytes, how=how, **took, rate=visits / took["cpuSeconds"], auc=roc_auc_score(label[rows[EVALUATE]], scores))
