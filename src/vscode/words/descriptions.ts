/** What stands behind a name in a list: of a spec, of a source or model, of a run. */
import { score } from '../../common/format.ts';
import type { PastRun } from '../../report/kept/history.ts';
import { runClock, runGain } from '../../report/words/run-name.ts';
import { runInWords } from '../../report/words/verdict-words.ts';
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

/** A run in a list, the verdict first, where a narrow side bar cuts the end off: `worth aligning on · +0.020 · 10:31`. */
export function runLabel({ content, time }: PastRun, t: Translate, now: number = Date.now()): string {
  const clock = runClock(time, { now });
  if ('problem' in content) return t('damaged report · {0}', clock);
  const { facts } = content;
  const isLeak = facts.verdict?.code === 'label-leak';
  return [runInWords(facts, t), isLeak ? undefined : runGain(facts), clock]
    .filter((text) => text !== undefined)
    .join(' · ');
}

/** Behind it: `lis.yaml · window 7 → 3 · co-click · AUC 0.7355 · weekly`. @param change since the run before */
export function runDescription(
  { content, tags }: PastRun,
  specName: string,
  t: Translate,
  change?: string,
): string {
  const facts = 'facts' in content ? content.facts : undefined;
  return [
    specName,
    change,
    facts?.best?.source ?? facts?.bestModel?.model,
    ...(facts?.baseAuc === undefined ? [] : [t('AUC {0}', score(facts.baseAuc))]),
    ...tags,
  ]
    .filter((text) => text !== undefined)
    .join(' · ');
}
