"""The clustered formula that LIS Lens uses (Obuchowski 1997), in NumPy: what an expert would write instead of a bootstrap."""

import numpy
from common import clocked, peak_bytes, read, tell

start_bytes = peak_bytes()
label, user, score = read("auc-label", numpy.uint8), read("auc-user", numpy.uint32), read("auc-score", numpy.float32)


def formula():
    order = numpy.argsort(score, kind="stable")
    ordered, positive = score[order], label[order].astype(numpy.int64)
    first = numpy.flatnonzero(numpy.r_[True, ordered[1:] != ordered[:-1]])
    group = numpy.repeat(numpy.arange(len(first)), numpy.diff(numpy.r_[first, len(ordered)]))
    positives = numpy.add.reduceat(positive, first)
    negatives = numpy.diff(numpy.r_[first, len(ordered)]) - positives
    m, n = positives.sum(), negatives.sum()
    below = (numpy.cumsum(negatives) - negatives / 2) / n
    above = (m - numpy.cumsum(positives) + positives / 2) / m
    auc = (below * positives).sum() / m
    users = user[order]
    is_positive = positive == 1
    count = int(user.max()) + 1
    sums = [numpy.bincount(users[which], values, count) for which, values in ((is_positive, below[group[is_positive]]), (~is_positive, above[group[~is_positive]]))]
    counts = [numpy.bincount(users[which], minlength=count) for which in (is_positive, ~is_positive)]
    a, b = (total - auc * number for total, number in zip(sums, counts))
    with_positive, with_negative = ((number > 0).sum() for number in counts)
    everyone = ((counts[0] + counts[1]) > 0).sum()
    s10 = with_positive / ((with_positive - 1) * m) * (a * a).sum()
    s01 = with_negative / ((with_negative - 1) * n) * (b * b).sum()
    s11 = everyone / (everyone - 1) * (a * b).sum()
    return auc, numpy.sqrt(s10 / m + s01 / n + 2 * s11 / (m * n))


(found, error), took = clocked(formula)
tell(start_bytes, how=f"NumPy {numpy.__version__}, the same formula", **took, rate=len(label) / took["cpuSeconds"], auc=found, error=error)
