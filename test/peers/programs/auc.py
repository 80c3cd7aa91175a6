"""scikit-learn's AUC, its standard error by a bootstrap over users: each repeat weighs a user's rows by how often the user was drawn."""

import numpy
import sklearn
from common import TASK, clocked, peak_bytes, read, tell
from sklearn.metrics import roc_auc_score

start_bytes = peak_bytes()
label, user, score = read("auc-label", numpy.uint8), read("auc-user", numpy.uint32), read("auc-score", numpy.float32)
replicates = TASK["auc"]["replicates"]


def bootstrap():
    found = roc_auc_score(label, score)
    drawn = numpy.random.default_rng(1)
    users = int(user.max()) + 1
    repeated = []
    for _ in range(replicates):
        times = numpy.bincount(drawn.integers(0, users, users), minlength=users)
        repeated.append(roc_auc_score(label, score, sample_weight=times[user]))
    return found, numpy.std(repeated, ddof=1)


(found, error), took = clocked(bootstrap)
how = f"scikit-learn {sklearn.__version__}, {replicates} repeats of the bootstrap, where an interval asks for 200 or more"
tell(start_bytes, how=how, **took, rate=len(label) / took["cpuSeconds"], auc=found, error=error)
