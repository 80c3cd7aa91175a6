/** Early stopping: `eval_set`, `valid_sets`, `validation_data` choose how long a model trains. */
import { type Call, Given, isFalse, type Machine } from '../flow/machine.ts';
import type { Data, Estimator, Value } from '../flow/values.ts';

const WATCHED = [
  'eval_set',
  'validation_data',
  'valid_sets',
  'evals',
  'eval_data',
  'validation_set',
  'eval_dataset',
  'validation_frame',
  'val_dataloaders',
  'val_loader',
];
const STOPS =
  /early_?stop|ModelCheckpoint|ReduceLROnPlateau|od_wait|od_type|use_best_model|load_best_model|stopping_rounds/i;

/** Rows that are watched while a model trains, and choose when it stops. */
export function stopsOn(m: Machine, self: Estimator | undefined, call: Call): void {
  const { given, node, place } = call;
  const watched = WATCHED.flatMap((name) => given.named.get(name) ?? []);
  if (watched.length === 0) return;
  const isCat = self !== undefined && /^CatBoost/.test(self.name);
  const words = m.words(node);
  const options = self === undefined ? [] : [...self.options];
  const asked =
    isCat ||
    STOPS.test(words) ||
    options.some(([name, value]) => STOPS.test(name) || mentions(value)) ||
    given.all().some((value) => mentions(value));
  if (!asked) return;
  for (const value of watched) {
    for (const { rows } of sets(m, value)) {
      if (rows !== undefined)
        m.facts.selections.push({ rows, place, how: 'the training stops by its score' });
    }
  }
}

function mentions(value: Value, depth = 0): boolean {
  if (depth > 3) return false;
  if (value.kind === 'estimator')
    return (
      STOPS.test(value.name) ||
      [...value.options].some(([name, given]) => STOPS.test(name) && !isFalse(given))
    );
  if (value.kind === 'library') return STOPS.test(value.path);
  if (value.kind === 'dictionary')
    return [...value.entries].some(([key, inner]) => STOPS.test(key) || mentions(inner, depth + 1));
  if (value.kind === 'sequence')
    return (
      value.items.some((item) => mentions(item, depth + 1)) ||
      (value.rest !== undefined && mentions(value.rest, depth + 1))
    );
  return false;
}

/** Data in `(x, y)`, `[(x, y), (x2, y2)]`, `[dtrain, dtest]`. */
function sets(m: Machine, value: Value): Data[] {
  if (value.kind === 'data') return [value];
  if (value.kind !== 'sequence') return [];
  if (value.shape === 'tuple') {
    const data = m.asData(value.items[0]);
    return data === undefined ? [] : [data];
  }
  return [...value.items, ...(value.rest === undefined ? [] : [value.rest])].flatMap((item) => sets(m, item));
}

/** `trainer.fit(model, train_loader, val_loader)` as `model.fit(train_loader, validation_data=val_loader)`. */
export function asFitOfModel(self: Estimator, call: Call): Given {
  const { positional, named } = call.given;
  const [model, train, valid] = positional;
  if (!/Trainer$/.test(self.name) || (model?.kind !== 'object' && model?.kind !== 'estimator'))
    return call.given;
  const options = new Map(named);
  const data = train ?? named.get('train_dataloaders') ?? named.get('datamodule');
  if (valid !== undefined) options.set('validation_data', valid);
  return new Given(data === undefined ? [] : [data], options);
}
