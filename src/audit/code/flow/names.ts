/** What a name says about rows and columns. A hint: what the code does with them counts more. */
import { remembered } from './remembered.ts';
import type { Role } from './rows.ts';

const ROLES: readonly [Role, RegExp][] = [
  ['train', /^(train|training|trn|tr|trainset|xtrain|ytrain|dtrain|traindata)$/],
  ['valid', /^(val|valid|validation|dev|va|xval|yval|dval|dvalid|valset)$/],
  [
    'test',
    /^(test|testing|tst|te|testset|holdout|heldout|eval|evaluation|xtest|ytest|dtest|testdata|oot|ts(?=_)|future)$/,
  ],
];

/** Words of a name: `X_train`, `trainDf`, `data/train.csv`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** The role that a name gives; undefined where it names none or several. */
export const roleIn = remembered((name): Role | undefined => {
  const words = wordsOf(name).map((word) => (word === 'hold' ? 'holdout' : word));
  const roles = ROLES.filter(([, pattern]) => words.some((word) => pattern.test(word))).map(([role]) => role);
  return roles.length === 1 ? roles[0] : undefined;
});

/** Lengths of time, and dates that are a property of an item or a user. */
const NO_EVENT_TIME =
  /(watch|dwell|play|session|response|lead|delivery|wait|read|total|elapsed|travel|processing|run|life|up|down|over|full|half|part|spare|some|cook|view|screen|spent|listen|avg|mean|max|prep|handling|service)_?times?$|(release|birth|signup|sign_up|join|publish|published|launch|hire|registration)_?(date|time|ts|at|timestamp|day)s?$/i;
const EVENT_TIME =
  /(^|_)(timestamps?|ts|datetime|date|dates|time|times|unix_?time|epoch_?(s|ms|time|seconds)|dt|created|occurred)$|_(at|on_date)$|^(event|click|order|purchase|log|create|unix|start|rating|review|visit|transaction|trans)(_?time|_?date|_?ts)$|(timestamp|datetime|Date|Time|[a-z]time)$|^(order_day|day_index|ds)$/;

/** Whether a column is usually the time at which a row happened. */
export const isTimeColumn = remembered((name): boolean => {
  return !NO_EVENT_TIME.test(name) && (EVENT_TIME.test(name) || EVENT_TIME.test(name.toLowerCase()));
});

/** Whether order in this column is order in time, when rows are cut by it: weeks and days too. */
export const ordersTime = remembered((name): boolean => {
  return (
    isTimeColumn(name) ||
    /(^|_)(day|week|month|year|yr|quarter|hour|step|period|season|t)(_?(no|num|number|idx|index|id))?$/i.test(
      name,
    )
  );
});

/** Whether a column is the id of something: its largest value is a size and not a statistic. */
export const isId = remembered((name): boolean => {
  return /(^|_)(id|idx|index|uid|iid|pid|code)s?$|Id$|^(user|item|movie|product|customer|u|i|session|book|track|song|artist)(_?(no|num))?$/i.test(
    name,
  );
});

/** Whether a column is usually what is predicted, or is named as lying in the future. */
export const isLabelName = remembered((name): boolean => {
  return /^(y|labels?|targets?|outcome|response|class)(_|$)|(^|_)(label|target|next|future|fwd|forward|ahead|tomorrow|y)(_|$|\d)/i.test(
    name,
  );
});

/** Whether a program draws items: it speaks of negatives, or of users and items. */
export const mentionsNegatives = (words: string): boolean =>
  (/user/i.test(words) && /item/i.test(words)) ||
  /neg(ative|s\b|_|\b)|\bbpr|positives|unobserved|not_?(clicked|seen|bought)|unseen/i.test(words);
