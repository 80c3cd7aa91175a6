/** What an estimator is, by its name and its steps: whether it predicts, searches, or learns nothing. */
import { remembered } from '../../flow/remembered.ts';
import type { Estimator, Value } from '../../flow/values.ts';

/** They learn nothing of the values' distribution, or only which values there are. */
const STATELESS =
  /^(Normalizer|FunctionTransformer|HashingVectorizer|FeatureHasher|Label(Encoder|Binarizer)|MultiLabelBinarizer|Binarizer|PolynomialFeatures|StringIndexer|IndexToString|VectorAssembler|Tokenizer|RegexTokenizer|HashingTF|StopWordsRemover|NGram|SQLTransformer|Bucketizer|SplineTransformer|DateTransformer|DatetimeFeatures|Dataset|\w*(Mapper|Vocabulary|Lookup|Indexer))$/;
/** They learn which values there are: of ids and labels that is no knowledge of the test rows. */
export const VOCABULARY = /^(LabelEncoder|StringIndexer|LabelBinarizer)$/;
const SEARCH =
  /(Search|SearchCV|CrossValidator|TrainValidationSplit|RFECV)$|^GridSearch|^RandomizedSearch|^BayesSearch/;
const MODEL =
  /(Classifier|Regressor|Regression|SVC|SVR|NB|Bayes|ALS|Ridge|Lasso|ElasticNet|Perceptron|Model|Recommender|KNN\w*|SVD|SVDpp|NMF|LightFM|BayesianPersonalizedRanking|AlternatingLeastSquares|BPR|FM|Net|LinearSVC|GBT\w+|FactorizationMachine\w*|BaselineOnly|SlopeOne|CoClustering|NormalPredictor|Forest|Boost\w*|CV|Discriminant\w*|Booster|Sequential)$/;
const isModelName = remembered((name): boolean => MODEL.test(name));
const isStateless = remembered((name): boolean => STATELESS.test(name));
const isSearchName = remembered((name): boolean => SEARCH.test(name));
const UNSUPERVISED =
  /KMeans|DBSCAN|Mixture|Clustering$|IsolationForest|OneClass|LocalOutlier|NearestNeighbors|Birch|MeanShift|Agglomerative|LDA$|KernelDensity|TSNE|UMAP|PCA/;

export const isSearch = (estimator: Estimator): boolean => isSearchName(estimator.name);
export const isUnsupervised = ({ name }: Estimator): boolean =>
  UNSUPERVISED.test(name) && !/Classifier|Regressor/.test(name);
export const isKeras = ({ library }: Estimator): boolean => /^(keras|tensorflow)$/.test(library);
export const isSpark = ({ library }: Estimator): boolean => library === 'pyspark';

/** Estimators among the arguments: the steps of a pipeline, what a search fits. */
export function steps(estimator: Estimator): Estimator[] {
  const found: Estimator[] = [];
  const visit = (value: Value, depth: number): void => {
    if (depth > 4) return;
    if (value.kind === 'estimator') found.push(value);
    else if (value.kind === 'sequence') for (const item of value.items) visit(item, depth + 1);
  };
  for (const value of [...estimator.positional, ...estimator.options.values()]) visit(value, 0);
  return found;
}

/** Whether the last step predicts. */
export function predicts(estimator: Estimator): boolean {
  if (isModelName(estimator.name)) return true;
  return steps(estimator).some(predicts);
}

export function learnsNothing(estimator: Estimator): boolean {
  if (isStateless(estimator.name)) return true;
  const inner = steps(estimator);
  return (
    inner.length > 0 &&
    /Pipeline|ColumnTransformer|FeatureUnion|make_/.test(estimator.name) &&
    inner.every(learnsNothing)
  );
}
