/**
 * The audit of training code: finds leakage in Python and in notebooks. Broken code is read as far as it goes; only a notebook that is not one is
 * a failure.
 */

import { withoutMagics } from '../../code/python/magics.ts';
import { auditText, type CodeAudit } from './audit.ts';
import { auditCells as auditOfCells, type CellsAudit } from './cells.ts';
import { cellsOf } from './notebook.ts';
import type { RuleWords } from './rules/rule.ts';
import { ALL_RULES } from './rules/table.ts';

export type { IdleIgnore } from '../ignores.ts';
export type { CodeAudit, CodeFinding, IgnoredFinding } from './audit.ts';
export type { CellFinding, CellIdleIgnore, CellIgnored, CellsAudit } from './cells.ts';
export type { CodeFix } from './fixes/broken.ts';
export type { RuleCode, RuleWords } from './rules/rule.ts';

/** What is found in a Python text. Never throws. Lines that are IPython's are skipped. */
export function auditPython(text: string): CodeAudit {
  return auditText(withoutMagics(text));
}

/**
 * What is found in a notebook, given as the text of its file. Places count within cells.
 * @throws Failure of the kind `data` where the text is not a notebook
 */
export function auditNotebook(json: string): CellsAudit {
  return auditOfCells(cellsOf(json));
}

/** What is found in cells that run one after the other. Never throws. */
export function auditCells(cells: readonly string[]): CellsAudit {
  return auditOfCells(cells);
}

/** Every rule in words, by code. */
export const CODE_RULES: readonly RuleWords[] = ALL_RULES.map(({ conclude: _, ...words }) => words);
