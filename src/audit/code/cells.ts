/** Cells of a notebook as one program: what one leaves, the next finds. */
import { withoutMagics } from '../../code/python/magics.ts';
import type { IdleIgnore } from '../ignores.ts';
import { auditText, type CodeFinding } from './audit.ts';
import { Lines } from './lines.ts';

/** A finding whose offsets and line count within its cell. */
export interface CellFinding extends CodeFinding {
  /** Which of the cells given, from 0. */
  cell: number;
}

export interface CellIgnored extends CellFinding {
  reason: string;
}

export interface CellIdleIgnore extends IdleIgnore {
  cell: number;
}

export interface CellsAudit {
  findings: CellFinding[];
  ignored: CellIgnored[];
  idleIgnores: CellIdleIgnore[];
  checked: boolean;
}

export function auditCells(cells: readonly string[]): CellsAudit {
  // Two line feeds: a cell whose last line is half typed does not run into the next.
  const texts = cells.map((cell) => `${withoutMagics(cell)}\n\n`);
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length;
  }
  const whole = texts.join('');
  const lines = new Lines(whole);
  const cellAt = (offset: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
  const place = <T extends CodeFinding>(finding: T): T & { cell: number } => {
    const cell = cellAt(finding.from);
    const start = starts[cell]!;
    const { fix, ...rest } = finding;
    const end = start + cells[cell]!.length;
    // An edit of another cell cannot be made from this one.
    const isInside = fix?.edits.every((edit) => edit.from >= start && edit.to <= end) === true;
    return {
      ...(rest as T),
      cell,
      from: finding.from - start,
      to: Math.min(finding.to - start, cells[cell]!.length),
      line: finding.line - lines.at(start) + 1,
      ...(isInside && {
        fix: {
          ...fix,
          edits: fix.edits.map((edit) => ({ ...edit, from: edit.from - start, to: edit.to - start })),
        },
      }),
    };
  };
  const { findings, ignored, idleIgnores, checked } = auditText(whole);
  return {
    findings: findings.map(place),
    ignored: ignored.map(place),
    idleIgnores: idleIgnores.map(({ line, message }) => {
      const cell = cellAt(lines.startOf(line));
      return { cell, line: line - lines.at(starts[cell]!) + 1, message };
    }),
    checked,
  };
}
