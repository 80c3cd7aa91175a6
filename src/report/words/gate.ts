/** The gate of a run in a sentence. */
import { signed } from '../../common/format.ts';
import { gatedName } from '../gate.ts';
import type { Report } from '../schema.ts';
import { inEnglish, type Translate } from './translate.ts';

/** `co-click: transferable >= 0.002; found +0.0120: met`. */
export function gateSentence(gate: NonNullable<Report['gate']>, t: Translate = inEnglish): string {
  const finding = gateFinding(gate, t);
  return gate.met ? t('{0}: met', finding) : t('{0}: not met', finding);
}

/** The same where whether it was met is said already. */
export function gateFinding(gate: NonNullable<Report['gate']>, t: Translate = inEnglish): string {
  const finding = t('{0}: {1}; found {2}', gatedName(gate), gate.condition, signed(gate.value));
  return gate.leak ? t('{0}, a label leak', finding) : finding;
}
