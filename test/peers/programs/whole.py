"""
The whole of a measurement as a team would write it with pandas, LightGBM and scikit-learn: trees on the columns and as-of counts, the same with
co-click features of the past, of everything, and with items permuted, three seeds each, and differences of AUC with a bootstrap over users.
The features are those of the spec: cosines with shrinkage over the last seven days, against the last fifty clicks of the row's user.
"""

import lightgbm
import numpy
import pandas
import scipy.sparse
import sklearn
from common import FOLDER, TASK, clocked, peak_bytes, tell
from sklearn.metrics import roc_auc_score

WINDOW, HISTORY, SHRINKAGE = 7, 50, 10
EVALUATE_FROM = pandas.Timestamp("2026-03-12")
SEEDS = [1, 2, 3]
REPLICATES = 200
PATIENCE = 10
SETTINGS = {
    **{"objective": "binary", "metric": "binary_logloss", "verbosity": -1, "num_threads": TASK["threads"]},
    # As its guide advises against chance in small gains: four fifths of rows and columns a tree.
    **{"bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.8, "min_data_in_leaf": 100, "force_row_wise": True},
}
start_bytes = peak_bytes()


def read_log():
    rows = pandas.read_parquet(f"{FOLDER}/log/impressions.parquet", columns=["user_id", "item_id", "ts", "click", "hour", "position"])
    items = pandas.read_parquet(f"{FOLDER}/log/items.parquet", columns=["item_id", "category"])
    users = pandas.read_parquet(f"{FOLDER}/log/users.parquet", columns=["user_id", "age", "region"])
    rows = rows.merge(items, on="item_id", how="left").merge(users, on="user_id", how="left")
    rows = rows.sort_values("ts", kind="stable", ignore_index=True)
    for name in ("category", "region"):
        rows[name] = rows[name].astype("category")
    rows["user"], rows["item"] = pandas.factorize(rows.user_id)[0], pandas.factorize(rows.item_id)[0]
    rows["day"] = (rows.ts.dt.normalize() - rows.ts.min().normalize()).dt.days
    return rows


def counts(rows, key):
    """Rows and rate of clicks of each key before the row's own moment: rows of one moment do not see each other."""
    moments = rows.groupby([key, "ts"], sort=True)["click"].agg(["size", "sum"]).reset_index()
    before = moments.groupby(key)[["size", "sum"]].cumsum() - moments[["size", "sum"]]
    moments["exposures"], moments["rate"] = before["size"], (before["sum"] + 1) / (before["size"] + 2)
    return rows[[key, "ts"]].merge(moments, on=[key, "ts"], how="left")[["exposures", "rate"]].add_prefix(f"{key}_")


def histories(rows):
    """For each row where the clicks of its user before it begin and end, in the table of clicks by user and time."""
    clicks = rows[rows.click == 1].sort_values(["user", "ts"], kind="stable")
    moments = numpy.sort(rows.ts.unique())
    rank = numpy.searchsorted(moments, rows.ts.to_numpy())
    key = clicks.user.to_numpy() * len(moments) + numpy.searchsorted(moments, clicks.ts.to_numpy())
    own = rows.user.to_numpy() * len(moments)
    end = numpy.searchsorted(key, own + rank)
    start = numpy.maximum(numpy.searchsorted(key, own), end - HISTORY)
    return clicks.item.to_numpy(), start, end


def co_clicks(events, users, items):
    pairs = events[["user", "item"]].drop_duplicates()
    seen = scipy.sparse.csr_matrix((numpy.ones(len(pairs), numpy.float32), (pairs.user, pairs.item)), (users, items))
    together = numpy.asarray((seen.T @ seen).todense())
    count = together.diagonal().copy()
    numpy.fill_diagonal(together, 0)
    return together / numpy.sqrt(numpy.outer(count, count) + SHRINKAGE)


def features(rows, kind, history):
    clicked, start, end = history
    users, items = rows.user.max() + 1, rows.item.max() + 1
    item, day = rows.item.to_numpy(), rows.day.to_numpy()
    out = numpy.full((len(rows), 4), numpy.nan, numpy.float32)
    drawn = numpy.random.default_rng(1)
    positives = rows[rows.click == 1]
    for today in range(day.max() + 1):
        last = today if kind == "total" else today - 1
        events = positives[(positives.day > last - WINDOW) & (positives.day <= last)]
        if len(events) == 0:
            continue
        similar = co_clicks(events, users, items)
        if kind == "placebo":
            permuted = drawn.permutation(items)
            similar = similar[numpy.ix_(permuted, permuted)]
        which = numpy.flatnonzero((day == today) & (end > start))
        length = end[which] - start[which]
        first = numpy.r_[0, numpy.cumsum(length)[:-1]]
        entries = numpy.arange(length.sum()) - numpy.repeat(first - start[which], length)
        values = similar[numpy.repeat(item[which], length), clicked[entries]]
        most, total = numpy.maximum.reduceat(values, first), numpy.add.reduceat(values, first)
        found = numpy.add.reduceat((values > 0).astype(numpy.float32), first)
        out[which] = numpy.column_stack([most, total, total / length, found])
    return pandas.DataFrame(out, columns=["max", "sum", "mean", "count"])


def scores(rows, columns, seed):
    evaluated = rows.ts >= EVALUATE_FROM
    # The first days have little history; the last day before the cut chooses the number of trees.
    last = rows.day[~evaluated].max()
    train, validate = rows.index[~evaluated & (rows.day < last)], rows.index[~evaluated & (rows.day == last)]
    settings = {**SETTINGS, "seed": seed}
    fit = lightgbm.Dataset(columns.loc[train], rows.click[train])
    chosen = lightgbm.train(
        settings,
        fit,
        300,
        valid_sets=[lightgbm.Dataset(columns.loc[validate], rows.click[validate], reference=fit)],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    ).best_iteration
    both = train.append(validate)
    model = lightgbm.train(settings, lightgbm.Dataset(columns.loc[both], rows.click[both]), max(1, chosen))
    return model.predict(columns[evaluated], num_threads=TASK["threads"])


def run():
    rows = read_log()
    base = pandas.concat([rows[["hour", "position", "category", "age", "region"]], counts(rows, "user"), counts(rows, "item")], axis="columns")
    history = histories(rows)
    arms = {"base": base}
    for kind, arm in (("honest", "honest"), ("total", "leaked-total"), ("placebo", "placebo")):
        arms[arm] = pandas.concat([base, features(rows, kind, history)], axis="columns")
    evaluated = rows.ts >= EVALUATE_FROM
    label, user = rows.click[evaluated].to_numpy(), rows.user[evaluated].to_numpy()
    found = {arm: [scores(rows, columns, seed) for seed in SEEDS] for arm, columns in arms.items()}
    auc = {arm: numpy.mean([roc_auc_score(label, one) for one in seeds]) for arm, seeds in found.items()}
    means = {arm: numpy.mean(seeds, axis=0) for arm, seeds in found.items()}
    drawn, users = numpy.random.default_rng(1), user.max() + 1
    present = numpy.unique(user)
    for _ in range(REPLICATES):
        weights = numpy.bincount(drawn.choice(present, len(present)), minlength=users)[user]
        repeated = {arm: roc_auc_score(label, one, sample_weight=weights) for arm, one in means.items()}
        intervals.append([repeated[arm] - repeated["base"] for arm in repeated if arm != "base"])
    return auc


intervals = []
auc, took = clocked(run)
how = f"pandas {pandas.__version__}, LightGBM {lightgbm.__version__}, scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}"
gains = {arm: auc[arm] - auc["base"] for arm in auc if arm != "base"}
what = f"4 arms, {len(SEEDS)} seeds, {REPLICATES} repeats of the bootstrap"
tell(start_bytes, how=f"{how}: {what}", **took, rate=TASK["rows"] / took["seconds"], auc=auc["base"], gains=gains)
