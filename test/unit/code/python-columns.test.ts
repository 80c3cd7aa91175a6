/** Which literals are columns. Words that must not be taken for one are spelled `no…`. */
import { describe, expect, it } from 'vitest';
import { pythonColumns } from '../../../src/code/python/index.ts';
import { literals, names } from './support.ts';

describe('a string is a column', () => {
  it.each([
    ['in a subscript', 'df["a"]', 'a'],
    ['in a list of a subscript', "df[['a', 'b']]", 'a b'],
    ['in loc beside rows', 'df.loc[df["a"] > 0, ["b", "c"]]\ndf.loc[:, "d"]', 'a b c d'],
    ['in a tuple of a MultiIndex', 'df[("a", "b")]', 'a b'],
    ['on both sides of an assignment', 'df["a"] = df["b"].fillna(0)', 'a b'],
    ['when it is deleted', 'del df["a"]', 'a'],
    ['in a row of apply', 'df.apply(lambda r: r["a"] * 2, axis=1)', 'a'],
    ['behind calls and subscripts', 'load(p)["a"].x["b"]["c"]', 'a b c'],
    ['in an f-string’s expression', `f"{df['a'].mean()}"`, 'a'],
  ])('%s', (_, code, expected) => {
    expect(names(code)).toEqual(expected.split(' '));
  });

  it.each([
    ['a list', 'features = ["a", "b"]', 'a b'],
    ['a tuple, a set', 'FEATURE_COLS = ("a",)\nsparse_features = {"b"}', 'a b'],
    ['a sum of lists', 'dense_features = ["a"] + base_cols + ["b"]', 'a b'],
    ['a choice', 'cols = ["a"] if small else ["b"]', 'a b'],
    ['a choice by a name', 'cols = "a" if flag == "no" else "b"', 'a b'],
    ['one name', 'label_col = "a"\nTARGET = "b"\nuserCol = "c"', 'a b c'],
    ['an attribute with a type', 'self.feature_names: list[str] = ["a"]', 'a'],
    ['more of it', 'num_cols += ["a"]\nnum_cols.append("b")\nnum_cols.extend(["c"])', 'a b c'],
    ['less of it', 'features.remove("a")', 'a'],
    ['a call that makes a collection', 'cols = sorted(set(["a", "b"]))', 'a b'],
    ['a field of a dataclass', 'class C:\n  cols: list = field(default_factory=lambda: ["a"])', 'a'],
    ['a default of a parameter', 'def fit(df, feature_cols=("a", "b"), name="no"): pass', 'a b'],
    ['a walrus', 'if (cols := ["a"]): pass', 'a'],
    [
      'what a function returns',
      'def feature_columns():\n    if x:\n        return ["a"]\n    return ["b"]',
      'a b',
    ],
    ['lists by group', 'feature_cols = {"no_user": ["a"], "no_item": ["b"]}', 'a b'],
    ['keys of a specification', 'feature_spec = {"a": {"type": "no"}, "b": {"type": "no"}}', 'a b'],
    ['descriptions', 'feature_cols = [{"name": ["a", "b"], "active": True, "dtype": "no"}]', 'a b'],
    ['a chain of targets', 'cols = features = ["a"]', 'a'],
    ['several targets', 'features, name, target = ["a"], "no", "b"\ncols, x = load("no")', 'a b'],
  ])('in a variable that holds columns: %s', (_, code, expected) => {
    expect(names(code).join(' ')).toBe(expected);
  });

  it.each([
    [
      'reading',
      'pd.read_csv("no.csv", usecols=["a"], dtype={"b": "no"}, parse_dates=["c"], names=["d"])',
      'a b c d',
    ],
    ['Parquet', 'pd.read_parquet("no", columns=["a"])', 'a'],
    ['joins', 'a.merge(b, on=["a"], how="no")\na.merge(b, left_on="b", right_on="c")', 'a b c'],
    ['groups', 'df.groupby(["a", "b"])["c"].mean()\ndf.group_by("d")', 'a b c d'],
    ['aggregates', 'df.agg({"a": "no", "b": ["no1"]})\ndf.groupby("c").agg(no=("d", "sum"))', 'a b c d'],
    ['dropping', 'df.drop(columns=["a"])\ndf.drop("b", axis=1)\ndf.drop(["c"], axis="no")', 'a b c'],
    ['missing values', 'df.dropna(subset=["a"])\ndf.fillna({"b": 0})', 'a b'],
    ['types and names', 'df.astype({"a": "no"})\ndf.rename(columns={"b": "no"})', 'a b'],
    ['sorting', 'df.sort_values(by="a")\ndf.sort_values(["b", "c"])', 'a b c'],
    ['new columns', 'df.assign(a=1, b=lambda d: d["c"])\ndf.insert(0, column="d", value=1)', 'a b c d'],
    ['pivots', 'df.pivot_table(index="a", columns="b", values="c", aggfunc="no")', 'a b c'],
    ['melting', 'df.melt(id_vars=["a"], value_vars=["b"], value_name="no")', 'a b'],
    ['plots', 'sns.scatterplot(data=df, x="a", y="b", hue="c", palette="no")', 'a b c'],
  ])('in pandas: %s', (_, code, expected) => {
    expect(names(code).join(' ')).toBe(expected);
  });

  it.each([
    [
      'Polars',
      'df.select(pl.col("a", "b"), "c").filter(pl.col(["d"]) > 0).with_columns(e=pl.lit("no"))',
      'a b c d e',
    ],
    [
      'Spark',
      'df.withColumn("a", F.log(F.col("b"))).select("c", "d").groupBy("e").agg(F.sum("f").alias("no"))',
      'a b c d e f',
    ],
    ['Spark windows', 'Window.partitionBy("a").orderBy(F.desc("b"))', 'a b'],
    ['renaming in Spark', 'df.withColumnRenamed("a", "b")', 'a b'],
    ['LightGBM', 'lgb.Dataset(X, label=y, feature_name=["a"], categorical_feature=["b"])', 'a b'],
    ['CatBoost', 'Pool(X, cat_features=["a"])', 'a'],
    [
      'scikit-learn',
      'ColumnTransformer([("no", StandardScaler(), ["a", "b"]), ("no2", OneHot(), ["c"])])',
      'a b c',
    ],
    ['scikit-learn’s short form', 'make_column_transformer((StandardScaler(), ["a"]), remainder="no")', 'a'],
    ['DeepCTR', 'SparseFeat("a", vocabulary_size=9, embedding_name="no")\nDenseFeat("b", 1)', 'a b'],
    ['DeepCTR sequences', 'VarLenSparseFeat(SparseFeat("a", 9), maxlen=5, combiner="no")', 'a'],
    ['torch-rechub', 'SequenceFeature(name="a", pooling="no")', 'a'],
    [
      'TensorFlow',
      'tf.feature_column.numeric_column("a")\ncategorical_column_with_identity(key="b", num_buckets=3)',
      'a b',
    ],
    ['a loop', 'for col in ["a", "b"]:\n    df[col] = 0', 'a b'],
    [
      'comprehensions',
      '[SparseFeat(f, n) for f in ["a"]]\ndict((c, 1) for c in ("b",))\n{c: 0 for c in ["c"]}',
      'a b c',
    ],
    ['a call around a comprehension', 'all(c in df for c in ["a"])', 'a'],
    ['tests', '"a" in df.columns\n[c for c in df.columns if c not in ("b", "c") and c != "d"]', 'a b c d'],
    ['rows', 'row.get("a")\nbatch.get("b")\ndf.pop("c")', 'a b c'],
  ])('in %s', (_, code, expected) => {
    expect(names(code).join(' ')).toBe(expected);
  });
});

describe('a string is no column', () => {
  it.each([
    ['in prose, docstrings and comments', '"""a and df["a"]"""\n# df["a"]\n"a"\ndef f():\n    \'a\'\n'],
    ['in a log message', 'logger.info("a")\nprint("a", end="b")\nraise KeyError("a")'],
    ['as an argument of whatever', 'load("a")\nbuild(["a", "b"])\nmodel.fit(name="a", mode="b")'],
    [
      'in a dictionary of something else',
      'translations = {"a": "b"}\nx = {"a": ["b"]}\nd.get("a")\nos.environ.get("a")',
    ],
    [
      'in settings and results',
      'config["a"]\nself.cfg["a"]\nargs.params["a"]\nmetrics["a"]\nos.environ["a"]',
    ],
    [
      'in a variable that holds something else',
      'name = "a"\npaths = ["a"]\nmodels = ("a",)\nself.mode = "a"',
    ],
    ['in an f-string, in bytes, joined, escaped', 'df[f"a{x}"]\ndf[b"a"]\ndf["a" "b"]\ndf["a\\tb"]'],
    ['as a row, as the bound of a slice', 'df.loc["a"]\ndf.loc["a":"b", rows]\ndf["a":"b"]'],
    ['in a type', 'def f(x: Literal["a"]) -> None: pass\ny: Literal["a"] = z'],
    ['on a string', '",".join(["a"])\n"x {a}".format(a="b")\n"abc"["a"]'],
    ['in a comparison with a value', 'x == "a"\nmode in ("a", "b")\n"a" in text'],
    ['as a plot’s words', 'plt.plot(x, label="a", color="b")\nplt.title("a")'],
    ['as a loop over something else', 'for path in ["a"]: pass\n[m for m in ("a", "b")]'],
    ['as how columns are joined', 'cols = ",".join(names)\ncols = df.columns.str.strip("a")'],
    ['as the arm of a returned mapping elsewhere', 'def settings():\n    return {"a": ["b"]}'],
  ])('%s', (_, code) => {
    expect(names(code)).toEqual([]);
  });
});

describe('places', () => {
  it('are those of the literal, with its quotes', () => {
    const code = "x = 1\r\ndf['größe 🛒'] = '🙂'\r\ncols = ['''a''', R\"b\"]\r\n";
    const uses = pythonColumns(code);
    expect(literals(code, uses)).toEqual(["'größe 🛒'", "'''a'''", 'R"b"']);
    expect(uses.map(({ name }) => name)).toEqual(['größe 🛒', 'a', 'b']);
  });

  it('are in order, each once, though several rules see them', () => {
    const code =
      'feature_cols = [c for c in ["a"]] + df[["b"]].select("c").columns\ncols = df.drop(columns=["d"])';
    expect(names(code)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('of a keyword are the keyword', () => {
    const code = 'df.assign(a=1)';
    expect(literals(code, pythonColumns(code))).toEqual(['a']);
  });
});

describe('code that is being typed', () => {
  it.each([
    ['an open string', 'x = df["a"]\ndf["b', 'a'],
    ['an open bracket', 'features = ["a", "b"\nx = 1\n', 'a b'],
    ['an open call', 'df.drop(columns=["a"], \n', 'a'],
    ['half a statement', 'for in if\ndf["a"]\n', 'a'],
    ['half a keyword', 'df.drop(columns=)\ndf["a"]', 'a'],
    ['broken indentation', 'def f():\nreturn df["a"]\n  x = df["b"]', 'a b'],
    ['Python 2', 'print "no"\ndf["a"]', 'a'],
    ['an empty text', '', ''],
    ['a dictionary without a value', 'feature_spec = {"a": 1, "b": }', 'a b'],
    ['an assignment without a value', 'features =\ndf["a"]', 'a'],
  ])('%s', (_, code, expected) => {
    expect(names(code).join(' ')).toBe(expected);
  });

  it('never throws, wherever it is cut', () => {
    const code =
      'cols = ["a"] + [f for f in {"b": 1}]\ndf.assign(c=df.loc[:, ["d"]]).agg(e=("f", "g"))\ndef y(cols=("i",)): return z["j"]\n';
    for (let cut = 0; cut <= code.length; cut++) expect(() => names(code.slice(0, cut))).not.toThrow();
    expect(names(code)).toEqual(['a', 'b', 'c', 'd', 'f', 'i', 'j']);
  });
});

it('reads a long script in one go', () => {
  const script = `def step_{n}(df):\n    df["a_{n}"] = df["b_{n}"].clip(0)\n    return df.drop(columns=["c_{n}"])\n\n`;
  const code = Array.from({ length: 1250 }, (_, n) => script.replaceAll('{n}', String(n))).join('');
  expect(names(code)).toHaveLength(3 * 1250);
});
