/**
 * What the side bar and the status item say. Pure functions, so that the words are tested without an editor; every number
 * is the report's own, rounded.
 */
import { score, signed } from '../../common/format.ts';
import type { PastRun } from '../../report/kept/history.ts';
import type { SourceReport, Verdict } from '../../report/schema.ts';
import { leadingVerdict } from '../../report/words/label-leak.ts';
import { isRunning, type SpecState } from '../state/spec-state.ts';
import { staleText } from './stale.ts';
import {
  age,
  halfWidth,
  judgedFacts,
  runningTitle,
  specFacts,
  type Translate,
  verdictName,
} from './titles.ts';

/** A codicon and the theme colour it is drawn in. */
export interface Icon {
  id: string;
  colour?: string;
}

const PASSED: Icon = { id: 'pass', colour: 'testing.iconPassed' };
const WARNING: Icon = { id: 'warning', colour: 'list.warningForeground' };
const ERROR: Icon = { id: 'error', colour: 'list.errorForeground' };
const INFORMATION: Icon = { id: 'info', colour: 'problemsInfoIcon.foreground' };
const UNDECIDED: Icon = { id: 'question', colour: 'charts.blue' };
const NOTHING: Icon = { id: 'circle-slash', colour: 'disabledForeground' };
const NEVER: Icon = { id: 'circle-large-outline', colour: 'disabledForeground' };
const RUNNING: Icon = { id: 'sync~spin' };
const STALE: Icon = { id: 'history', colour: 'list.warningForeground' };

export function verdictIcon(verdict: Verdict | undefined): Icon {
  if (verdict === undefined) return { id: 'graph' };
  if (verdict.code === 'no-headroom') return NOTHING;
  if (verdict.code === 'underpowered') return UNDECIDED;
  return { positive: PASSED, info: INFORMATION, warning: WARNING, error: ERROR }[verdict.severity];
}

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

export function specIcon(state: SpecState): Icon {
  if (state.kind === 'running') return RUNNING;
  if (state.kind === 'broken' || state.kind === 'failed') return ERROR;
  if (state.kind === 'new') return NEVER;
  return state.stale === undefined ? verdictIcon(leadingVerdict(state.report)) : STALE;
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
  const { transferable, total } = source.lis;
  const lis = transferable ?? total;
  const half = halfWidth(lis);
  return transferable === undefined
    ? t('LIS (total) {0} ±{1}', signed(lis.value), half)
    : t('LIS {0} ±{1}', signed(lis.value), half);
}

/** In front of a source or a model. */
export function partIcon(state: SpecState, part: string): Icon {
  if (isRunning(state, part)) return RUNNING;
  const { report, staleParts } = state;
  if (staleParts.has(part)) return STALE;
  const known = [...(report?.sources ?? []), ...(report?.models ?? [])];
  if (!known.some(({ name }) => name === part)) return NEVER;
  return verdictIcon(leadingVerdict(report, part));
}

/** In the status bar: `LIS: headroom (co-click)`, `LIS: stale`, `LIS: training base … 43 %`. */
export function statusText(state: SpecState, t: Translate): string {
  switch (state.kind) {
    case 'running':
      return t('LIS: {0}', runningTitle(state, t));
    case 'broken':
      return t('LIS: error in the spec');
    case 'failed':
      return t('LIS: the last run failed');
    case 'new':
      return t('LIS: ready');
    case 'done': {
      if (state.stale !== undefined) return t('LIS: stale');
      const verdict = leadingVerdict(state.report);
      return verdict === undefined
        ? t('LIS: evaluated')
        : t('LIS: {0} ({1})', verdictName(verdict.code, t), verdict.target);
    }
  }
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

export function runIcon({ content, pinned }: PastRun): Icon {
  if ('problem' in content) return ERROR;
  return pinned ? { id: 'pinned' } : verdictIcon(content.facts.verdict);
}

/** Pinned runs first, then the newest. Times are ISO 8601 of one length, so that they sort as text. */
export function inOrder<R extends { time: string; pinned: boolean }>(runs: readonly R[]): R[] {
  return [...runs].sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.time < b.time ? 1 : -1));
}
