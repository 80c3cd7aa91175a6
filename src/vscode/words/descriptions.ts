/** What stands behind a name in a list: of a spec, of a source or model, of a run. */
import { score, signed } from '../../common/format.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { PastRun } from '../../report/kept/history.ts';
import type { SourceReport } from '../../report/schema.ts';
import { leadingVerdict } from '../../report/words/label-leak.ts';
import { isRunning, type SpecState } from '../state/spec-state.ts';
import { age, halfWidth, judgedFacts, type Translate } from './phrases.ts';
import { staleText } from './stale.ts';
import { specFacts } from './titles.ts';

/** Behind a spec's name: `base AUC 0.7355 · 2 h ago`, `43 % · training base`, `stale: clicks.csv changed`. */
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
  const verdict = leadingVerdict(state.report, part);
  const earlier = state.earlier.find((run) => run.name === part);
  const stale = staleText(state.staleParts.get(part), t);
  return [
    ...(running ? [t('being evaluated')] : []),
    ...(found.length === 0 && !running ? [t('not evaluated yet')] : judgedFacts(found, verdict, t)),
    ...(earlier === undefined ? [] : [age(now - Date.parse(earlier.created), t)]),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ].join(' · ');
}

/** What was found of a source: `LIS +0.0012 ±0.0015`, with `(total)` where others' clicks cannot be told from one's own. */
export function sourceGain(source: SourceReport, t: Translate): string {
  const lis = headlineLis(source);
  const half = halfWidth(lis);
  return source.lis.transferable === undefined
    ? t('LIS (total) {0} ±{1}', signed(lis.value), half)
    : t('LIS {0} ±{1}', signed(lis.value), half);
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
