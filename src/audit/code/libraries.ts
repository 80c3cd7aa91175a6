/** Whether a program works with data at all: only files that import one of these libraries are audited. */
const LISTED =
  'sklearn|pandas|polars|pyspark|torch|numpy|imblearn|lightgbm|xgboost|catboost|category_encoders|feature_engine|scipy|tensorflow|keras|statsmodels|surprise|implicit|lightfm|cornac|recbole|recommenders|spotlight|datasets|modin|dask|cudf|cuml|optuna|torch_geometric|pytorch_lightning|lightning|skorch|sktime|dgl|duckdb|pyarrow|ibis|sentence_transformers|transformers|xarray|tensorflow_recommenders|torchrec|deepctr|deepctr_torch|rankfm|hyperopt';
const IMPORT = new RegExp(
  `^[ \\t]*(?:import|from)[ \\t]+(?:[\\w.]+(?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*,[ \\t]*)*(?:${LISTED})\\b`,
  'm',
);

export const importsLibrary = (text: string): boolean => IMPORT.test(text);
