/** What stands in front of a name in the side bar. Pure, so that it is tested without an editor. */
import type { PastRun } from '../../report/kept/history.ts';
import type { Verdict } from '../../report/schema.ts';
import { leadingVerdict } from '../../report/words/label-leak.ts';
import { isRunning, type SpecState } from '../state/spec-state.ts';

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

export function specIcon(state: SpecState): Icon {
  if (state.kind === 'running') return RUNNING;
  if (state.kind === 'broken' || state.kind === 'failed') return ERROR;
  if (state.kind === 'new') return NEVER;
  return state.stale === undefined ? verdictIcon(leadingVerdict(state.report)) : STALE;
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

export function runIcon({ content, pinned }: PastRun): Icon {
  if ('problem' in content) return ERROR;
  return pinned ? { id: 'pinned' } : verdictIcon(content.facts.verdict);
}
