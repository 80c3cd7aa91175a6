/** Edits that repair a finding, where they are surely right. */
import type { Broken, CodeFix } from './broken.ts';
import { fitFix } from './fit.ts';
import { lineFix } from './lines.ts';
import { timeFix } from './time.ts';

export function fixOf(broken: Broken): CodeFix | undefined {
  const { code } = broken;
  if (code === 'LIS001') return fitFix(broken);
  return lineFix(broken) ?? (code === 'LIS003' ? timeFix(broken) : undefined);
}
