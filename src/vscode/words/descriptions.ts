/** What stands behind a name in a list: of a spec, of a source or model, of a run. */
import { score, signed } from '../../common/format.ts';
import type { PastRun } from '../../report/kept/history.ts';
import { isRunning, type SpecState } from '../state/spec-state.ts';
import { age, type Translate } from './phrases.ts';
import { staleText } from './stale.ts';
import { judgedFacts, specFacts } from './titles.ts';

/** Behind a spec's name: `worth aligning on: co-click +0.020 · base AUC 0.7355 · 2 h ago`, `43 % · training base`, `stale: clicks.csv changed`. */
export function specDescription(state: SpecState, now: number, t: Translate): string {
  switch (state.kind) {
    case 'running': // the narrow side bar cuts the end off
      return t('{0} % · {1}', Math.floor(state.fraction * 100), state.message);
    case 'broken':
    case 'failed':
      return state.line === undefined ? state.sentence : t('line {0}: {1}', state.line + 1, state.sentence);
    case 'new':
      return t('not evaluated yet');
    case 'done':
      return specFacts(state.report, now, staleText(state.stale, t), t).join(' · ');
  }
}

/** Behind the name of a source or a model: what is going on, what was found, and why that is stale. */
export function partDescription(
  state: SpecState,
  part: string,
  found: readonly string[],
  now: number,
  t: Translate,
): string {
  const running = isRunning(state, part);
  const verdicts = (state.report?.verdicts ?? []).filter(({ target }) => target === part);
  const earlier = state.earlier.find((run) => run.name === part);
  const stale = staleText(state.staleParts.get(part), t);
  return [
    ...(running ? [t('being evaluated')] : []),
    ...(found.length === 0 && !running ? [t('not evaluated yet')] : judgedFacts(found, verdicts, t)),
    ...(earlier === undefined ? [] : [age(now - Date.parse(earlier.created), t)]),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ].join(' · ');
}

/** Behind a run's time: `AUC 0.7355 · LIS +0.0012 (co-click) · AIS +0.0009 (notellm) · lis.yaml`. */
export function runDescription({ content }: PastRun, specName: string, t: Translate): string {
  if ('problem' in content) return t('damaged report · {0}', specName);
  const { baseAuc, best, bestModel } = content.facts;
  return [
    ...(baseAuc === undefined ? [] : [t('AUC {0}', score(baseAuc))]),
    ...(best === undefined ? [] : [t('LIS {0} ({1})', signed(best.lis.value), best.source)]),
    ...(bestModel === undefined ? [] : [t('AIS {0} ({1})', signed(bestModel.ais.value), bestModel.model)]),
    specName,
  ].join(' · ');
}
