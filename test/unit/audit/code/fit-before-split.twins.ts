import type { Twin } from './twins.ts';

export const FIT_TWINS: Twin[] = [
  {
    name: 'a scaler',
    wrong: `df = pd.read_csv('a.csv')
X = df.drop(columns=['y'])
y = df['y']
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)  # LIS001
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.2)
clf = LogisticRegression().fit(X_train, y_train)
print(accuracy_score(y_test, clf.predict(X_test)))
`,
    right: `df = pd.read_csv('a.csv')
X = df.drop(columns=['y'])
y = df['y']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
clf = LogisticRegression().fit(X_train, y_train)
print(accuracy_score(y_test, clf.predict(X_test)))
`,
  },
  {
    name: 'fit on all, transform of parts',
    wrong: `df = pd.read_csv('a.csv')
X, y = df[['a', 'b']], df['y']
scaler = MinMaxScaler()
scaler.fit(X)  # LIS001
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression()
model.fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
`,
    right: `df = pd.read_csv('a.csv')
X, y = df[['a', 'b']], df['y']
scaler = MinMaxScaler()
X_train, X_test, y_train, y_test = train_test_split(X, y)
scaler.fit(X_train)
model = LogisticRegression()
model.fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
`,
  },
  {
    name: 'cross-validation of scaled rows, and of a pipeline',
    wrong: `X, y = load_data()
X = StandardScaler().fit_transform(X)  # LIS001
print(cross_val_score(LogisticRegression(), X, y, cv=5).mean())
`,
    right: `X, y = load_data()
pipe = make_pipeline(StandardScaler(), LogisticRegression())
print(cross_val_score(pipe, X, y, cv=5).mean())
`,
  },
  {
    name: 'a function that scales, called too early',
    wrong: `def scale(frame):
    scaler = StandardScaler()
    frame[['a']] = scaler.fit_transform(frame[['a']])  # LIS001
    return frame

df = pd.read_csv('a.csv')
df = scale(df)
train, test = train_test_split(df)
clf = LogisticRegression().fit(train[['a']], train['y'])
print(clf.score(test[['a']], test['y']))
`,
    right: `def scale(train, test):
    scaler = StandardScaler()
    train[['a']] = scaler.fit_transform(train[['a']])
    test[['a']] = scaler.transform(test[['a']])
    return train, test

df = pd.read_csv('a.csv')
train, test = train_test_split(df)
train, test = scale(train, test)
clf = LogisticRegression().fit(train[['a']], train['y'])
print(clf.score(test[['a']], test['y']))
`,
  },
  {
    name: 'a function that splits',
    wrong: `def split(X, y):
    return train_test_split(X, y, random_state=0)

def main():
    df = pd.read_csv('a.csv')
    X, y = df[['a']], df['y']
    X = SimpleImputer().fit_transform(X)  # LIS001
    X_tr, X_te, y_tr, y_te = split(X, y)
    print(Ridge().fit(X_tr, y_tr).score(X_te, y_te))

if __name__ == '__main__':
    main()
`,
    right: `def split(X, y):
    return train_test_split(X, y, random_state=0)

def main():
    df = pd.read_csv('a.csv')
    X, y = df[['a']], df['y']
    X_tr, X_te, y_tr, y_te = split(X, y)
    imputer = SimpleImputer().fit(X_tr)
    print(Ridge().fit(imputer.transform(X_tr), y_tr).score(imputer.transform(X_te), y_te))

if __name__ == '__main__':
    main()
`,
  },
  {
    name: 'a statistic by hand',
    wrong: `df = pd.read_csv('a.csv')
df['a'] = (df['a'] - df['a'].mean()) / df['a'].std()  # LIS001
train, test = train_test_split(df)
model = Ridge().fit(train[['a']], train['y'])
print(model.score(test[['a']], test['y']))
`,
    right: `df = pd.read_csv('a.csv')
train, test = train_test_split(df)
mean, std = train['a'].mean(), train['a'].std()
train['a'] = (train['a'] - mean) / std
test['a'] = (test['a'] - mean) / std
model = Ridge().fit(train[['a']], train['y'])
print(model.score(test[['a']], test['y']))
`,
  },
  {
    name: 'a mean of the target by group',
    wrong: `df = pd.read_csv('a.csv')
df['city_mean'] = df.groupby('city')['y'].transform('mean')  # LIS001
train, test = train_test_split(df)
model = Ridge().fit(train[['city_mean']], train['y'])
print(model.score(test[['city_mean']], test['y']))
`,
    right: `df = pd.read_csv('a.csv')
train, test = train_test_split(df)
means = train.groupby('city')['y'].mean()
train['city_mean'] = train['city'].map(means)
test['city_mean'] = test['city'].map(means)
model = Ridge().fit(train[['city_mean']], train['y'])
print(model.score(test[['city_mean']], test['y']))
`,
  },
  {
    name: 'filling with a median',
    wrong: `df = pd.read_csv('a.csv')
df['age'] = df['age'].fillna(df['age'].median())  # LIS001
X_train, X_test, y_train, y_test = train_test_split(df[['age']], df['y'])
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
    right: `df = pd.read_csv('a.csv')
df = pd.get_dummies(df)
X_train, X_test, y_train, y_test = train_test_split(df[['age']], df['y'])
median = X_train['age'].median()
X_train['age'] = X_train['age'].fillna(median)
X_test['age'] = X_test['age'].fillna(median)
model = Ridge().fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
  },
  {
    name: 'oversampling',
    wrong: `from imblearn.over_sampling import SMOTE
X, y = load()
X_res, y_res = SMOTE().fit_resample(X, y)  # LIS001
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`,
    right: `from imblearn.over_sampling import SMOTE
X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
X_res, y_res = SMOTE().fit_resample(X_train, y_train)
print(LogisticRegression().fit(X_res, y_res).score(X_test, y_test))
`,
  },
  {
    name: 'slices of an array',
    wrong: `X = np.load('x.npy')
y = np.load('y.npy')
n = int(0.8 * len(X))
mu = X.mean(axis=0)  # LIS001
sd = X.std(axis=0)  # LIS001
X = (X - mu) / sd
model = Ridge().fit(X[:n], y[:n])
print(model.score(X[n:], y[n:]))
`,
    right: `X = np.load('x.npy')
y = np.load('y.npy')
n = int(0.8 * len(X))
X_train, X_test = X[:n], X[n:]
mu = X_train.mean(axis=0)
sd = X_train.std(axis=0)
model = Ridge().fit((X_train - mu) / sd, y[:n])
print(model.score((X_test - mu) / sd, y[n:]))
`,
  },
  {
    name: 'folds by hand',
    wrong: `X, y = load()
X = SelectKBest(k=10).fit_transform(X, y)  # LIS001
scores = []
for train_idx, test_idx in KFold(5).split(X):
    model = Ridge().fit(X[train_idx], y[train_idx])
    scores.append(model.score(X[test_idx], y[test_idx]))
print(np.mean(scores))
`,
    right: `X, y = load()
scores = []
for train_idx, test_idx in KFold(5).split(X):
    select = SelectKBest(k=10).fit(X[train_idx], y[train_idx])
    model = Ridge().fit(select.transform(X[train_idx]), y[train_idx])
    scores.append(model.score(select.transform(X[test_idx]), y[test_idx]))
print(np.mean(scores))
`,
  },
  {
    name: 'polars',
    wrong: `df = pl.read_csv('a.csv')
df = df.with_columns(((pl.col('x') - pl.col('x').mean()) / pl.col('x').std()).alias('x'))  # LIS001
n = int(len(df) * 0.8)
train, test = df[:n], df[n:]
model = Ridge().fit(train.select('x'), train['y'])
print(model.score(test.select('x'), test['y']))
`,
    right: `df = pl.read_csv('a.csv')
n = int(len(df) * 0.8)
train, test = df[:n], df[n:]
mu, sd = train['x'].mean(), train['x'].std()
train = train.with_columns(((pl.col('x') - mu) / sd).alias('x'))
test = test.with_columns(((pl.col('x') - mu) / sd).alias('x'))
model = Ridge().fit(train.select('x'), train['y'])
print(model.score(test.select('x'), test['y']))
`,
  },
  {
    name: 'Spark',
    wrong: `from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
df = spark.read.parquet('a')
df = VectorAssembler(inputCols=['a', 'b'], outputCol='raw').transform(df)
model = StandardScaler(inputCol='raw', outputCol='features').fit(df)  # LIS001
df = model.transform(df)
train, test = df.randomSplit([0.8, 0.2], seed=1)
lr = LogisticRegression(labelCol='y').fit(train)
print(BinaryClassificationEvaluator(labelCol='y').evaluate(lr.transform(test)))
`,
    right: `from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
df = spark.read.parquet('a')
train, test = df.randomSplit([0.8, 0.2], seed=1)
train = VectorAssembler(inputCols=['a', 'b'], outputCol='raw').transform(train)
test = VectorAssembler(inputCols=['a', 'b'], outputCol='raw').transform(test)
model = StandardScaler(inputCol='raw', outputCol='features').fit(train)
lr = LogisticRegression(labelCol='y').fit(model.transform(train))
print(BinaryClassificationEvaluator(labelCol='y').evaluate(lr.transform(model.transform(test))))
`,
  },
  {
    name: 'user means of ratings',
    wrong: `ratings = pd.read_csv('ratings.csv')
user_mean = ratings.groupby('user_id')['rating'].mean()  # LIS001
train, test = train_test_split(ratings)
pred = test['user_id'].map(user_mean)
print(np.sqrt(((test['rating'] - pred) ** 2).mean()))
`,
    right: `ratings = pd.read_csv('ratings.csv')
train, test = train_test_split(ratings)
user_mean = train.groupby('user_id')['rating'].mean()
pred = test['user_id'].map(user_mean).fillna(train['rating'].mean())
print(np.sqrt(((test['rating'] - pred) ** 2).mean()))
`,
  },
  {
    name: 'popularity, left-out rows by time',
    wrong: `log = pd.read_csv('log.csv').sort_values('timestamp')
popularity = log['item_id'].value_counts()  # LIS001
log['rank'] = log.groupby('user_id')['timestamp'].rank(method='first', ascending=False)
train = log[log['rank'] > 1]
test = log[log['rank'] == 1]
test = test.assign(score=test['item_id'].map(popularity))
print(roc_auc_score(test['label'], test['score']))
`,
    right: `log = pd.read_csv('log.csv').sort_values('timestamp')
log = log[log.groupby('user_id')['item_id'].transform('count') >= 5]
log['rank'] = log.groupby('user_id')['timestamp'].rank(method='first', ascending=False)
train = log[log['rank'] > 1]
test = log[log['rank'] == 1]
popularity = train['item_id'].value_counts()
test = test.assign(score=test['item_id'].map(popularity))
print(roc_auc_score(test['label'], test['score']))
`,
  },
  {
    name: 'a class with fit and transform',
    wrong: `class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(axis=0)  # LIS001
        return self

    def transform(self, X):
        return X - self.mean_

X, y = load()
X = Scaler().fit(X).transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`,
    right: `class Scaler:
    def fit(self, X):
        self.mean_ = X.mean(axis=0)
        return self

    def transform(self, X):
        return X - self.mean_

X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
scaler = Scaler().fit(X_train)
print(Ridge().fit(scaler.transform(X_train), y_train).score(scaler.transform(X_test), y_test))
`,
  },
  {
    name: 'a search over a scaled table',
    wrong: `df = pd.read_csv('a.csv')
X = TfidfVectorizer().fit_transform(df['text'])  # LIS001
y = df['y']
Xtr, Xte, ytr, yte = train_test_split(X, y)
search = GridSearchCV(LogisticRegression(), {'C': [1, 10]}).fit(Xtr, ytr)
print(search.score(Xte, yte))
`,
    right: `df = pd.read_csv('a.csv')
y = df['y']
Xtr, Xte, ytr, yte = train_test_split(df['text'], y)
pipe = Pipeline([('tfidf', TfidfVectorizer()), ('clf', LogisticRegression())])
search = GridSearchCV(pipe, {'clf__C': [1, 10]}).fit(Xtr, ytr)
print(search.score(Xte, yte))
`,
  },
];
