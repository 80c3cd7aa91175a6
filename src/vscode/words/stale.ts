/** Why a result is stale, in few words. */
import type { Change } from '../state/reports/staleness.ts';
import type { Translate } from './phrases.ts';

/** `the spec changed`, `clicks.csv changed`, `clicks.csv and 2 more changed`; undefined where nothing did. */
export function staleText(change: Change | undefined, t: Translate): string | undefined {
  if (change === 'spec') return t('the spec changed');
  const [first] = change ?? [];
  if (change === undefined || first === undefined) return undefined;
  const name = first.split(/[/\\]/).at(-1) ?? first;
  return change.length === 1
    ? t('{0} changed', name)
    : t('{0} and {1} more changed', name, change.length - 1);
}
