/** What each finding of an audit means, and what to do. When exactly it is found is in docs/audit.md. */
import type { AuditCode } from '../../schema-audit.ts';

export const AUDIT_MEANINGS: Readonly<Record<AuditCode, string>> = {
  'label-copy': 'The column is the label or its opposite under another name. Drop it.',
  'one-class-values':
    'Some of its values stand beside one label alone, in more rows than chance or skill explains. It is written with the outcome: drop it, or log it as it was before.',
  'outcome-like':
    'The column ranks rows surely better than the base does without it. Only its owners can say whether it is known before the outcome.',
  'aggregate-of-own-row':
    "A rate, count or mean with the row's own outcome in it. Compute it from the rows before each row's time.",
  'aggregate-of-future':
    "An aggregate over rows that come later. Compute it from the rows before each row's time.",
  'encoding-collapse':
    'The column ranks its training rows far better than later ones: it encodes their labels. Encode within folds, or from earlier rows.',
  'score-of-trained-rows':
    'A logged score that was trained on the rows which it scores. Log the score that ranked the row when it was shown.',
  'identifier-order':
    'The order of an id tells the label: rows were numbered after the outcome. Do not read the id as a number.',
  'row-order':
    'The place of a row in its file tells the label: rows were sorted or joined by outcome. Shuffle within each time before anything reads the place.',
  'random-split':
    'Timed rows are drawn at random, so that training sees the future of what it is tested on. Split by one moment.',
  'leave-one-out-split':
    'The last row of each user is tested, and others train on later rows. Split by one moment for all users.',
  'per-user-split':
    'The last rows of each user are tested, and others train on later rows. Split by one moment for all users.',
  'per-entity-split':
    'Users are kept apart and times are not, so that training sees what later happened to the items. Split by one moment.',
  'rows-across-cut':
    'A split by one moment has rows on its wrong side. Check time zones, units and late events.',
  'test-data-validates':
    'The training stops, or chooses its options, by the test data. Validate on rows before the test.',
  'duplicates-across-split': 'Copies of training rows are tested. Remove copies before the split.',
  'near-duplicates-across-split':
    'Rows that differ by seconds from training rows are tested. Join them before the split.',
  'divided-lists': 'One list has rows on both sides of the split. Split by list.',
  'entity-overlap':
    'Users or items that the split keeps apart are on both sides. Where the spec promises that none is, any of them is an error.',
  'conflicting-labels': 'One user, item and time have both labels. Keep one row for each event.',
  'future-dated-rows': 'Rows are dated after today. Check the unit and the time zone of the time column.',
  'built-after-cut':
    'The preference data was observed after the evaluation began. A LIS leaks on purpose; a model that is aligned on it must not.',
  'column-drift':
    'The column is distributed otherwise in the evaluation than in training. Know it before you read a gain by it.',
};
