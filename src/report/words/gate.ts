/** The gate of a run in a sentence. */
import { signed } from '../../common/format.ts';
import { gatedName } from '../gate.ts';
import type { Report } from '../schema.ts';

/** `co-click: transferable >= 0.002; found +0.0120: met`. */
export function gateSentence(gate: NonNullable<Report['gate']>): string {
  return `${gateFinding(gate)}: ${gate.met ? 'met' : 'not met'}`;
}

/** The same where whether it was met is said already. */
export function gateFinding(gate: NonNullable<Report['gate']>): string {
  const leak = gate.leak ? ', a label leak' : '';
  return `${gatedName(gate)}: ${gate.condition}; found ${signed(gate.value)}${leak}`;
}
