/** What tells the runs of one spec from each other in a list: `window 7 → 3`. */
import { changesInWords } from '../../report/compare-settings.ts';
import type { HistoryRun } from '../state/runs/history.ts';
import type { Translate } from './phrases.ts';

/** By path of the run: what its spec says otherwise than that of the run before; nothing where that is not known or nothing. */
export function runChanges(runs: readonly HistoryRun[], t: Translate): ReadonlyMap<string, string> {
  const known = runs.map(({ path, spec, time, content }) => ({
    ...{ path, time, spec: spec.fsPath },
    options: 'facts' in content ? content.facts.options : undefined,
  }));
  return changesInWords(known, t);
}
