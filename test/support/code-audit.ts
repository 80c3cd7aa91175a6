/** The code checks as the measure of their corpus wants them. */
import { auditNotebook, auditPython } from '../../src/audit/code/index.ts';
import type { Finding, LeakKind } from './code-corpus.ts';

/** The rule that is about each kind of leak. */
export const RULE_OF: Readonly<Record<LeakKind, string>> = {
  'fit-before-split': 'LIS001',
  'train-and-test-statistics': 'LIS002',
  'random-split-of-time': 'LIS003',
  'negatives-from-evaluation': 'LIS004',
  'shifted-wrong-way': 'LIS005',
  'evaluation-on-training': 'LIS006',
  'selection-on-test': 'LIS007',
};
const kinds = new Map(Object.entries(RULE_OF).map(([kind, code]) => [code, kind as LeakKind]));

/** The findings in a program. @throws Error for a rule that is about none of the kinds */
export function auditCode(text: string, notebook: boolean): Finding[] {
  const { findings } = notebook ? auditNotebook(text) : auditPython(text);
  return findings.map(({ code, line, ...rest }) => {
    const kind = kinds.get(code);
    if (kind === undefined) throw new Error(`the corpus has no kind for ${code}`);
    return { kind, line, ...('cell' in rest && { cell: rest.cell as number }) };
  });
}
