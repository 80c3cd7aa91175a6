/** What the CodeLenses over sources and models say. */
import type { Translate } from '../words/phrases.ts';

/** `▶ co-click · LIS +0.0012 ±0.0015 · …`; before its first run `▶ Evaluate co-click`. @param facts none before the first run */
export function partTitle(name: string, facts: readonly string[], t: Translate): string {
  return facts.length === 0 ? t('▶ Evaluate {0}', name) : [`▶ ${name}`, ...facts].join(' · ');
}

/** Over a source or a model while it is evaluated. */
export function partRunningTitle(name: string, t: Translate): string {
  return t('{0} is being evaluated', name);
}
