import type { Twin } from './twins.ts';

export const OTHER_TWINS: Twin[] = [
  {
    name: 'statistics of stacked rows',
    wrong: `train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
both = pd.concat([train, test])
scaler = StandardScaler().fit(both[['a']])  # LIS002
model = Ridge().fit(scaler.transform(train[['a']]), train['y'])
print(model.score(scaler.transform(test[['a']]), test['y']))
`,
    right: `train = pd.read_csv('train.csv')
test = pd.read_csv('test.csv')
both = pd.concat([train, test])
print(both.shape)
scaler = StandardScaler().fit(train[['a']])
model = Ridge().fit(scaler.transform(train[['a']]), train['y'])
print(model.score(scaler.transform(test[['a']]), test['y']))
`,
  },
  {
    name: 'stacked arrays of a split',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
pca = PCA(5).fit(np.vstack([X_train, X_test]))  # LIS002
model = Ridge().fit(pca.transform(X_train), y_train)
print(model.score(pca.transform(X_test), y_test))
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
pca = PCA(5).fit(X_train)
model = Ridge().fit(pca.transform(X_train), y_train)
print(model.score(pca.transform(X_test), y_test))
`,
  },
  {
    name: 'a random split of rows with a time',
    wrong: `df = pd.read_csv('a.csv', parse_dates=['date'])
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'])  # LIS003
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`,
    right: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'], shuffle=False)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`,
  },
  {
    name: 'a sample and the rest',
    wrong: `df = pd.read_csv('a.csv')
df['timestamp'] = pd.to_datetime(df['timestamp'])
train = df.sample(frac=0.8, random_state=1)  # LIS003
test = df.drop(train.index)
print(Ridge().fit(train[['a']], train['y']).score(test[['a']], test['y']))
`,
    right: `df = pd.read_csv('a.csv')
df['timestamp'] = pd.to_datetime(df['timestamp'])
cut = df['timestamp'].quantile(0.8)
train = df[df['timestamp'] <= cut]
test = df[df['timestamp'] > cut]
train = train.sample(frac=1.0, random_state=1)
print(Ridge().fit(train[['a']], train['y']).score(test[['a']], test['y']))
`,
  },
  {
    name: 'folds of rows with a time',
    wrong: `df = pd.read_csv('a.csv').sort_values('event_time')
X, y = df[['a']].values, df['y'].values
for tr, te in KFold(5, shuffle=True).split(X):  # LIS003
    print(Ridge().fit(X[tr], y[tr]).score(X[te], y[te]))
`,
    right: `df = pd.read_csv('a.csv').sort_values('event_time')
X, y = df[['a']].values, df['y'].values
for tr, te in TimeSeriesSplit(5).split(X):
    print(Ridge().fit(X[tr], y[tr]).score(X[te], y[te]))
`,
  },
  {
    name: 'a random mask',
    wrong: `df = pd.read_csv('a.csv', names=['user', 'item', 'rating', 'timestamp'])
mask = np.random.rand(len(df)) < 0.8  # LIS003
train, test = df[mask], df[~mask]
`,
    right: `df = pd.read_csv('a.csv', names=['user', 'item', 'rating', 'timestamp'])
mask = df.timestamp < 1000
train, test = df[mask], df[~mask]
`,
  },
  {
    name: 'a permutation',
    wrong: `data = pd.read_csv('a.csv')
data = data.sort_values('timestamp')
idx = np.random.permutation(len(data))  # LIS003
n = int(0.8 * len(data))
train, test = data.iloc[idx[:n]], data.iloc[idx[n:]]
`,
    right: `data = pd.read_csv('a.csv')
data = data.sort_values('timestamp')
n = int(0.8 * len(data))
train, test = data.iloc[:n], data.iloc[n:]
`,
  },
  {
    name: 'torch random_split',
    wrong: `import torch
from torch.utils.data import TensorDataset, random_split
df = pd.read_csv('a.csv', parse_dates=['ts'])
ds = TensorDataset(torch.tensor(df[['a']].values), torch.tensor(df['y'].values))
train_ds, test_ds = random_split(ds, [800, 200])  # LIS003
`,
    right: `import torch
from torch.utils.data import TensorDataset, Subset
df = pd.read_csv('a.csv', parse_dates=['ts']).sort_values('ts')
ds = TensorDataset(torch.tensor(df[['a']].values), torch.tensor(df['y'].values))
train_ds, test_ds = Subset(ds, range(800)), Subset(ds, range(800, 1000))
`,
  },
  {
    name: 'negatives that avoid what comes later',
    wrong: `log = pd.read_csv('log.csv')
train, test = log[log.timestamp < 100], log[log.timestamp >= 100]
items = train['item'].unique()
seen = log.groupby('user')['item'].apply(set).to_dict()
rows = []
for user, item in zip(train['user'], train['item']):
    negative = np.random.choice(items)
    while negative in seen[user]:  # LIS004
        negative = np.random.choice(items)
    rows.append((user, negative, 0))
`,
    right: `log = pd.read_csv('log.csv')
train, test = log[log.timestamp < 100], log[log.timestamp >= 100]
items = train['item'].unique()
seen = train.groupby('user')['item'].apply(set).to_dict()
rows = []
for user, item in zip(train['user'], train['item']):
    negative = np.random.choice(items)
    while negative in seen[user]:
        negative = np.random.choice(items)
    rows.append((user, negative, 0))
`,
  },
  {
    name: 'negatives by the popularity in all rows',
    wrong: `log = pd.read_csv('log.csv')
train, test = log[log.timestamp < 100], log[log.timestamp >= 100]
counts = log['item'].value_counts()
neg = np.random.choice(counts.index, size=len(train), p=counts / counts.sum())  # LIS004
train_neg = train.assign(item=neg, label=0)
`,
    right: `log = pd.read_csv('log.csv')
train, test = log[log.timestamp < 100], log[log.timestamp >= 100]
counts = train['item'].value_counts()
neg = np.random.choice(counts.index, size=len(train), p=counts / counts.sum())
train_neg = train.assign(item=neg, label=0)
`,
  },
  {
    name: 'a feature of the next row',
    wrong: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['next_price'] = df['price'].shift(-1)  # LIS005
df['lead_price'] = df['price'].shift(-2)  # LIS005
df['target'] = (df['price'].shift(-1) > df['price']).astype(int)
n = int(0.8 * len(df))
train, test = df.iloc[:n], df.iloc[n:]
cols = ['lead_price', 'price']
model = LogisticRegression().fit(train[cols], train['target'])
print(model.score(test[cols], test['target']))
`.replace("  # LIS005\ndf['lead", "\ndf['lead"),
    right: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['lag_price'] = df['price'].shift(2)
df['target'] = (df['price'].shift(-1) > df['price']).astype(int)
n = int(0.8 * len(df))
train, test = df.iloc[:n], df.iloc[n:]
cols = ['lag_price', 'price']
model = LogisticRegression().fit(train[cols], train['target'])
print(model.score(test[cols], test['target']))
`,
  },
  {
    name: 'a centred window',
    wrong: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['smooth'] = df['sales'].rolling(7, center=True).mean()  # LIS005
y = df['sales']
X = df.drop(columns=['sales', 'date'])
n = int(0.8 * len(df))
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`,
    right: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['smooth'] = df['sales'].shift(1).rolling(7).mean()
y = df['sales']
X = df.drop(columns=['sales', 'date'])
n = int(0.8 * len(df))
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`,
  },
  {
    name: 'a window that holds the label',
    wrong: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['ctr'] = df.groupby('user')['click'].transform(lambda s: s.expanding().mean())  # LIS005
n = int(0.8 * len(df))
X, y = df[['ctr']], df['click']
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`,
    right: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['ctr'] = df.groupby('user')['click'].transform(lambda s: s.shift(1).expanding().mean())
n = int(0.8 * len(df))
X, y = df[['ctr']], df['click']
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`,
  },
  {
    name: 'filling backwards',
    wrong: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['price'] = df['price'].bfill()  # LIS005
n = int(0.8 * len(df))
print(Ridge().fit(df[['price']][:n], df['y'][:n]).score(df[['price']][n:], df['y'][n:]))
`,
    right: `df = pd.read_csv('a.csv', parse_dates=['date']).sort_values('date')
df['price'] = df['price'].ffill()
n = int(0.8 * len(df))
print(Ridge().fit(df[['price']][:n], df['y'][:n]).score(df[['price']][n:], df['y'][n:]))
`,
  },
  {
    name: 'lead in Spark',
    wrong: `from pyspark.sql import functions as F, Window
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
df = spark.read.parquet('a')
w = Window.partitionBy('user').orderBy('ts')
df = df.withColumn('near', F.lead('amount', 1).over(w))  # LIS005
df = VectorAssembler(inputCols=['near'], outputCol='features').transform(df)
train, test = df.filter(F.col('ts') < 100), df.filter(F.col('ts') >= 100)
model = LinearRegression(labelCol='y').fit(train)
print(model.evaluate(test).r2)
`,
    right: `from pyspark.sql import functions as F, Window
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import LinearRegression
df = spark.read.parquet('a')
w = Window.partitionBy('user').orderBy('ts')
df = df.withColumn('near', F.lag('amount', 1).over(w))
df = VectorAssembler(inputCols=['near'], outputCol='features').transform(df)
train, test = df.filter(F.col('ts') < 100), df.filter(F.col('ts') >= 100)
model = LinearRegression(labelCol='y').fit(train)
print(model.evaluate(test).r2)
`,
  },
  {
    name: 'a score on training rows',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
pred = model.predict(X_train)  # LIS006
print('accuracy', accuracy_score(y_train, pred))
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print('train accuracy', accuracy_score(y_train, model.predict(X_train)))
pred = model.predict(X_test)
print('accuracy', accuracy_score(y_test, pred))
`,
  },
  {
    name: 'fit and score of everything',
    wrong: `X, y = load()
model = Ridge()
model.fit(X, y)
print(model.score(X, y))  # LIS006
`,
    right: `X, y = load()
model = Ridge()
print(cross_val_score(model, X, y).mean())
model.fit(X, y)
`,
  },
  {
    name: 'a fit on everything, tested on a part',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = Ridge()
model.fit(X, y)  # LIS006
print(model.score(X_test, y_test))
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = Ridge()
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
model.fit(X, y)
`,
  },
  {
    name: 'a network that is evaluated on its training rows',
    wrong: `import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
data = load()
train_set, test_set = random_split(data, [80, 20])
train_loader = DataLoader(train_set, batch_size=8)
test_loader = DataLoader(test_set, batch_size=8)
model = nn.Linear(3, 1)
criterion = nn.BCEWithLogitsLoss()
for x, y in train_loader:
    loss = criterion(model(x), y)
    loss.backward()
model.eval()
correct = 0
with torch.no_grad():
    for x, y in train_loader:
        out = model(x)  # LIS006
        correct += (out.argmax(1) == y).sum().item()
print(correct)
`,
    right: `import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
data = load()
train_set, test_set = random_split(data, [80, 20])
train_loader = DataLoader(train_set, batch_size=8)
test_loader = DataLoader(test_set, batch_size=8)
model = nn.Linear(3, 1)
criterion = nn.BCEWithLogitsLoss()
for x, y in train_loader:
    loss = criterion(model(x), y)
    loss.backward()
model.eval()
correct = 0
with torch.no_grad():
    for x, y in test_loader:
        out = model(x)
        correct += (out.argmax(1) == y).sum().item()
print(correct)
`,
  },
  {
    name: 'early stopping on the test rows',
    wrong: `import lightgbm as lgb
X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = lgb.LGBMClassifier(n_estimators=1000)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(50)])  # LIS007
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
`,
    right: `import lightgbm as lgb
X, y = load()
X_rest, X_test, y_rest, y_test = train_test_split(X, y)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest)
model = lgb.LGBMClassifier(n_estimators=1000)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(50)])
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
`,
  },
  {
    name: 'the best of a loop',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c).fit(X_train, y_train)
    auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])  # LIS007
    if auc > best:
        best, best_c = auc, c
print(best)
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train)
best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c).fit(X_train, y_train)
    auc = roc_auc_score(y_val, model.predict_proba(X_val)[:, 1])
    if auc > best:
        best, best_c = auc, c
print(LogisticRegression(C=best_c).fit(X_train, y_train).score(X_test, y_test))
`,
  },
  {
    name: 'the best of a dictionary',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
scores = {}
for k in range(1, 20):
    model = KNeighborsClassifier(k).fit(X_train, y_train)
    scores[k] = model.score(X_test, y_test)  # LIS007
best = max(scores, key=scores.get)
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
scores = {}
for k in range(1, 20):
    scores[k] = cross_val_score(KNeighborsClassifier(k), X_train, y_train).mean()
best = max(scores, key=scores.get)
print(KNeighborsClassifier(best).fit(X_train, y_train).score(X_test, y_test))
`,
  },
  {
    name: 'a search on all rows',
    wrong: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
search = GridSearchCV(Ridge(), {'alpha': [1, 2]}, cv=5)
search.fit(X, y)  # LIS007
model = Ridge(**search.best_params_).fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
    right: `X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
search = GridSearchCV(Ridge(), {'alpha': [1, 2]}, cv=5)
search.fit(X_train, y_train)
model = Ridge(**search.best_params_).fit(X_train, y_train)
print(model.score(X_test, y_test))
`,
  },
  {
    name: 'a search by a function',
    wrong: `import optuna
X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
def objective(trial):
    model = Ridge(alpha=trial.suggest_float('alpha', 0, 1)).fit(X_train, y_train)
    return model.score(X_test, y_test)  # LIS007
study = optuna.create_study()
study.optimize(objective, n_trials=10)
`,
    right: `import optuna
X, y = load()
X_train, X_test, y_train, y_test = train_test_split(X, y)
def objective(trial):
    model = Ridge(alpha=trial.suggest_float('alpha', 0, 1))
    return cross_val_score(model, X_train, y_train).mean()
study = optuna.create_study()
study.optimize(objective, n_trials=10)
print(Ridge(**study.best_params).fit(X_train, y_train).score(X_test, y_test))
`,
  },
];
