/** What the edits are called that a verdict asks for. Pure, so that the words are tested without an editor. */
import type { Change } from '../../../specfile/hints/hint.ts';
import type { Translate } from '../../words/phrases.ts';

export function hintTitle(change: Change, t: Translate): string {
  switch (change.kind) {
    case 'exclude-column':
      return t('Exclude the column {0}', change.column);
    case 'exclude-source':
      return t('Take out the source {0}', change.source);
    case 'add-swing':
      return t('Add Swing beside co-click');
    case 'widen-window':
      return t('Widen the window from {0} to {1} slices', change.from, change.to);
    case 'longer-history':
      return t('Read {1} items of history instead of {0}', change.from, change.to);
    case 'more-seeds':
      return t('Train {1} seeds instead of {0}', change.from, change.to);
    case 'longer-evaluation':
      return t('Evaluate the last {1} of the log instead of {0}', change.from, change.to);
    case 'fewer-features':
      return t('Use the strongest pair alone');
    case 'logged-score':
      return t('Use the logged score {0} as the base', change.column);
    case 'search-base':
      return t('Search the options of the base');
    case 'simpler-ranker':
      return t('Use logistic regression as the base');
    case 'gauc':
      return t('Measure the order within lists (GAUC)');
    case 'count-in-base':
      return t('Count users and items in the base');
    case 'measure-lags':
      return t('Measure the gain by the age of the data');
    case 'probe':
      return t('Probe the model on {0}', change.source);
  }
}
