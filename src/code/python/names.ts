/**
 * Which names promise columns: of variables, keywords and functions of pandas, Polars, Spark, scikit-learn, the boosting
 * libraries and the usual CTR libraries. One table, so that what counts can be read in one place.
 */

/** `featureCols` → `feature_cols`, `SPARSE_COLS` → `sparse_cols`. */
function snake(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}

const COLUMNISH =
  /(^|_)(features?|feats?|cols?|columns?|fields?)(_?(names?|list|cols?|columns?|set|dict|map|spec|specs|config|to_\w+|in_\w+))*$/;
const ONE_COLUMN = /(^|_)(label|target)s?$/;

/** A variable, attribute, parameter or function that holds column names: `sparse_features`, `FEATURE_COLS`, `label_col`. */
export function holdsColumns(name: string): boolean {
  const plain = snake(name);
  return COLUMNISH.test(plain) || ONE_COLUMN.test(plain);
}

/** The loop variable over column names: `for col in …`, `[SparseFeat(f) for f in …]`. */
export function runsOverColumns(name: string): boolean {
  return /^_?(c|f)$/.test(name) || COLUMNISH.test(snake(name));
}

/** Keywords that take columns whatever the function. */
const COLUMN_KEYWORDS = new Set(
  `usecols on left_on right_on by left_by right_by subset id_vars value_vars index_col parse_dates partition_by partition_cols
   group_keys sort_by order_by dimensions feature_name cat_features target`.split(/\s+/),
);
/** Keywords that take columns beside `data=`: `sns.scatterplot(data=df, x="dwell_ms")`. */
export const PLOT_KEYWORDS = new Set(['x', 'y', 'hue', 'size', 'style', 'color', 'col', 'row', 'weights']);
/** Keywords whose dictionary has columns as keys. */
export const KEYED_KEYWORDS = new Set([
  'dtype',
  'dtypes',
  'schema',
  'schema_overrides',
  'converters',
  'na_values',
]);

export function takesColumns(keyword: string): boolean {
  return COLUMN_KEYWORDS.has(keyword) || COLUMNISH.test(snake(keyword));
}

export interface CallRule {
  /** How many positional arguments name columns, from the first. */
  positional: number;
  /** Keywords that name columns in this call alone. */
  keywords?: readonly string[];
  /** Dictionaries among the arguments have columns as keys. */
  keyed?: boolean;
  /** The keywords themselves are columns: `assign(x=…)`. */
  names?: boolean;
}

const ALL = Number.POSITIVE_INFINITY;
const words = (text: string): string[] => text.trim().split(/\s+/);
const rule = (names: string, kind: CallRule): [string, CallRule][] =>
  words(names).map((name) => [name, kind]);

/** Methods, called on something. */
const METHODS = new Map<string, CallRule>([
  ...rule(
    'select groupby groupBy group_by drop drop_duplicates dropDuplicates sort_values sort orderBy set_index',
    {
      positional: ALL,
    },
  ),
  ...rule('order_by sort_by partitionBy partition_by over pop explode exclude select_columns cube rollup', {
    positional: ALL,
  }),
  ...rule('withColumn', { positional: 1 }),
  ...rule('withColumnRenamed', { positional: 2 }),
  ...rule('insert', { positional: 0, keywords: ['column'] }),
  ...rule('pivot pivot_table', { positional: 0, keywords: ['index', 'values'] }),
  ...rule('hist boxplot', { positional: 0, keywords: ['column', 'by'] }),
  ...rule('read_csv read_table', { positional: 0, keywords: ['names'] }),
  ...rule('sort_index reindex', { positional: 0, keywords: ['columns'] }),
  ...rule('agg aggregate astype cast rename fillna replace round', { positional: 0, keyed: true }),
  ...rule('assign with_columns', { positional: 0, names: true }),
]);

/** Column expressions of Spark, Polars and their kin; called as functions or on a module. */
const EXPRESSIONS = new Map<string, CallRule>(rule('col column', { positional: ALL }));

/** On `F` or `pl` these name a column too: `F.sum("dwell_ms")`. */
const MODULE_EXPRESSIONS = new Set(
  words(`sum mean avg max min count first last lag lead median std stddev var variance n_unique quantile
   countDistinct count_distinct collect_list collect_set approx_count_distinct sum_distinct desc asc`),
);
const EXPRESSION_MODULES = new Set(['F', 'pl', 'functions', 'fn', 'sf', 'psf', 'polars']);

/** Feature declarations of DeepCTR, torch-rechub, TensorFlow and others: the first argument is the column. */
const FEATURES = new Map<string, CallRule>([
  ...rule('SparseFeat DenseFeat VarLenSparseFeat SparseFeature DenseFeature SequenceFeature', {
    positional: 1,
    keywords: ['name'],
  }),
  ...rule('numeric_column bucketized_column crossed_column', { positional: 1, keywords: ['key', 'keys'] }),
  ...rule(
    'categorical_column_with_hash_bucket categorical_column_with_identity categorical_column_with_vocabulary_list',
    { positional: 1, keywords: ['key'] },
  ),
  ...rule('NamedAgg', { positional: 1 }),
]);

/** What a call does with columns. `receiver` is the last name of what it is called on, `''` where that has none. */
export function callRule(name: string, receiver: string | undefined): CallRule | undefined {
  const known = FEATURES.get(name) ?? EXPRESSIONS.get(name);
  if (known !== undefined) return known;
  if (receiver === undefined) return undefined;
  if (EXPRESSION_MODULES.has(receiver) && MODULE_EXPRESSIONS.has(name)) return { positional: ALL };
  if (/^(append|extend|remove|discard|add|index|update)$/.test(name) && holdsColumns(receiver)) {
    return { positional: ALL };
  }
  if (/^(get|pop)$/.test(name)) return isRecord(receiver) ? { positional: 1 } : undefined;
  return METHODS.get(name);
}

/** `.get("x")` is a dictionary's method nearly everywhere: it counts on what is called like a row or a table. */
function isRecord(receiver: string): boolean {
  return /^(df|row|rec|record|batch|example|sample|inputs?|r)$|(_df|_row|_frame)$/.test(snake(receiver));
}

/** `config["x"]`: mappings whose keys are settings or results, never columns. */
export function isOtherMapping(name: string): boolean {
  return /(^|_)(config|cfg|conf|params?|hparams|args|kwargs|environ|env|settings|options|opts|metrics?|loss|losses|headers|payload|response|request|metadata|registry|checkpoint|ckpt|state_dict)$/.test(
    snake(name),
  );
}

/** Makes a collection of its first argument and nothing else. */
export function passesOn(name: string): boolean {
  return /^(list|tuple|set|frozenset|sorted|reversed|array|Index|field|deepcopy|copy|chain|fromkeys|ListConfig)$/.test(
    name,
  );
}

/** In a description of a feature, `{"name": "hour", "type": "categorical"}`, the keys whose value is the column. */
export function describesColumn(key: string): boolean {
  return /^(name|names|col|cols|column|columns|feature|features|field|fields|feature_name|column_name|key)$/.test(
    key,
  );
}
