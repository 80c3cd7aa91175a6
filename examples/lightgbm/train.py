"""LightGBM as the ranker of LIS Lens: trains on the rows that have a label and scores the others.

LIS Lens runs `python train.py JOB` for every block of rows and seed (`training: staged`) or every arm and seed (`training: joint`); JOB is a
file of JSON, see docs/reference/rankers.md of LIS Lens.
"""

import json
import sys

import lightgbm as lgb
import pandas as pd

FIT, VALIDATE, EVALUATE = 0, 1, 2
MOST_CODES = 256  # trees learn little from ids of which most are rare or new: those are the counts' business


def read(job):
    """The rows of the job with all columns, and the features to learn from. All files have the same rows in the same order."""
    tables = [pd.read_parquet(file["path"]) for file in job["files"]]
    rows = pd.concat([tables[0], tables[1].drop(columns="row")], axis="columns")
    features = [f for file in job["files"] for f in file["features"] if f["type"] != "vector"]
    return rows, [f for f in features if f.get("cardinality", 0) <= MOST_CODES]


def dataset(rows, features, reference=None):
    names = [f["name"] for f in features]
    codes = [f["name"] for f in features if f["type"] == "categorical"]
    return lgb.Dataset(
        rows[names].astype(float),  # an absent value is NaN, which trees send the better way
        label=rows["label"].astype(int),
        categorical_feature=codes,
        reference=reference,
        free_raw_data=False,
    )


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    rows, features = read(job)
    part = {name: rows[rows["part"] == number] for name, number in [("fit", FIT), ("validate", VALIDATE), ("evaluate", EVALUATE)]}
    settings = {
        "objective": "binary",
        "learning_rate": 0.05,
        "num_leaves": 15,
        "min_data_in_leaf": 100,
        "bagging_fraction": 0.8,  # what the seed decides
        "bagging_freq": 1,
        "feature_fraction": 0.8,
        "seed": job["seed"],
        "num_threads": job["threads"],
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    # As many trees as serve the latest rows with a label best; then all rows with a label for so many.
    fit = dataset(part["fit"], features)
    stop = lgb.early_stopping(30, verbose=False)
    chosen = lgb.train(
        {**settings, "metric": "auc"},
        fit,
        num_boost_round=400,
        valid_sets=[dataset(part["validate"], features, reference=fit)],
        callbacks=[stop],
    ).best_iteration
    model = lgb.train(settings, dataset(pd.concat([part["fit"], part["validate"]]), features), num_boost_round=chosen)
    evaluate = part["evaluate"]
    names = [f["name"] for f in features]
    predictions = pd.DataFrame({"row": evaluate["row"], "probability": model.predict(evaluate[names].astype(float))})
    predictions.to_parquet(job["predictions"]["parquet"], index=False)
    block = job.get("block")
    what = job["arm"] if block is None else f"block {block['number']} of {block['of']}"
    print(f"{what}, seed {job['seed']}: {chosen} trees")


main()
