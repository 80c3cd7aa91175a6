"""A click model on the feed, as one writes it in a hurry: one of its features is known only after the click.

Run `LIS: Evaluate` on lis.yaml and come back: the lines that name the feature say so. To train it:
pip install pandas pyarrow scikit-learn, and remove the leak first.
"""

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

LABEL = "click"
NUMERIC = ["age", "hour", "position"]
FEATURES = NUMERIC + ["dwell_ms", "category", "region"]

log = pd.read_parquet("data/impressions.parquet")
log = log.merge(pd.read_parquet("data/items.parquet"), on="item_id")
log = log.merge(pd.read_parquet("data/users.parquet"), on="user_id")
log["dwell_ms"] = log["dwell_ms"].clip(upper=60_000)
log = log.astype({"category": "category", "region": "category"})

past = log["ts"] < "2026-03-12"
train, test = log[past], log[~past]
model = HistGradientBoostingClassifier(categorical_features="from_dtype")
model.fit(train[FEATURES], train[LABEL])
print(f"AUC {roc_auc_score(test[LABEL], model.predict_proba(test[FEATURES])[:, 1]):.4f}")
