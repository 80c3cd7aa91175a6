/**
 * The corpus of small Python programs in `test/fixtures/audit-code`, and what the code checks make of it. The programs were
 * written without knowledge of the rules: most are twins, one that leaks and the same program repaired.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds of leaks that the corpus holds. A rule of the audit belongs to one of them. */
export const LEAK_KINDS = [
  'fit-before-split',
  'train-and-test-statistics',
  'random-split-of-time',
  'negatives-from-evaluation',
  'shifted-wrong-way',
  'evaluation-on-training',
  'selection-on-test',
] as const;
export type LeakKind = (typeof LEAK_KINDS)[number];

/** A line of a program: counted from 1, in a notebook within its cell. Cells are counted from 0, with those that hold text. */
export interface Place {
  readonly line: number;
  readonly cell?: number;
}

/** What the audit says of one line. */
export interface Finding extends Place {
  readonly kind: LeakKind;
}

/** One program. `at` has the lines of which any may be reported first; it is empty where nothing leaks. */
export interface Program {
  readonly file: string;
  readonly text: string;
  readonly notebook: boolean;
  readonly leaky: boolean;
  /** What leaks, or what would if the program were not repaired. Programs without a twin have no kind. */
  readonly kind: LeakKind | undefined;
  readonly at: readonly Place[];
}

/** Finds leaks in the text of a program, or in the JSON of a notebook, ordered by place. */
export type Audit = (text: string, notebook: boolean) => readonly Finding[] | Promise<readonly Finding[]>;

interface Label {
  leaky: boolean;
  kind?: LeakKind;
  at?: Place[];
}

const FOLDER = join(import.meta.dirname, '../fixtures/audit-code');

/** Reads all programs with their labels, ordered by name. @throws {Error} when a program has no label, or a label no program. */
export function readCorpus(folder = FOLDER): Program[] {
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, Label>;
  const files = readdirSync(folder).filter((file) => file !== 'labels.json');
  const strays = [...new Set([...files, ...Object.keys(labels)])].filter(
    (file) => !files.includes(file) || labels[file] === undefined,
  );
  if (strays.length > 0) throw new Error(`Program or label missing: ${strays.join(', ')}.`);
  return files.sort().map((file) => {
    const { leaky, kind, at = [] } = labels[file]!;
    const text = readFileSync(join(folder, file), 'utf8');
    return { file, text, notebook: file.endsWith('.ipynb'), leaky, kind, at };
  });
}

/** What the audit got wrong in one program. */
export interface Mistake {
  readonly file: string;
  readonly kind: LeakKind | undefined;
  /** A leak that was not found, a finding where nothing leaks, or a leak found at another line or as another kind. */
  readonly fault: 'miss' | 'false alarm' | 'line' | 'other kind';
  readonly found: readonly Finding[];
}

/** How well the programs of one kind are told apart. Shares are between 0 and 1, NaN where there is nothing to count. */
export interface Tally {
  readonly leaky: number;
  readonly right: number;
  /** Leaky programs with a finding. */
  readonly recall: number;
  /** Programs with a finding that do leak. */
  readonly precision: number;
  /** Leaky programs whose first finding stands at an expected line, of those with a finding. */
  readonly firstLine: number;
}

export interface Measured {
  readonly overall: Tally;
  /** Twins by their kind. */
  readonly kinds: Readonly<Record<LeakKind, Tally>>;
  /** Programs without a twin: suspicious but right, or about something else. */
  readonly clean: Tally;
  readonly mistakes: readonly Mistake[];
}

/** Runs the audit over the corpus. */
export async function measure(audit: Audit, corpus: readonly Program[] = readCorpus()): Promise<Measured> {
  const judged = await Promise.all(
    corpus.map(async (program) => ({ program, found: await audit(program.text, program.notebook) })),
  );
  const tally = (kept: (program: Program) => boolean) => count(judged.filter(({ program }) => kept(program)));
  const kinds = LEAK_KINDS.map((kind) => [kind, tally((program) => program.kind === kind)] as const);
  return {
    overall: tally(() => true),
    kinds: Object.fromEntries(kinds) as Record<LeakKind, Tally>,
    clean: tally((program) => program.kind === undefined),
    mistakes: judged.flatMap(mistakesOf),
  };
}

interface Judged {
  readonly program: Program;
  readonly found: readonly Finding[];
}

function count(judged: readonly Judged[]): Tally {
  const leaky = judged.filter(({ program }) => program.leaky);
  const hits = leaky.filter(({ found }) => found.length > 0);
  const alarms = judged.filter(({ found }) => found.length > 0);
  return {
    leaky: leaky.length,
    right: judged.length - leaky.length,
    recall: hits.length / leaky.length,
    precision: hits.length / alarms.length,
    firstLine: hits.filter(atExpectedLine).length / hits.length,
  };
}

function mistakesOf(judged: Judged): Mistake[] {
  const { program, found } = judged;
  const { file, kind } = program;
  const mistake = (fault: Mistake['fault']): Mistake[] => [{ file, kind, fault, found }];
  if (!program.leaky) return found.length > 0 ? mistake('false alarm') : [];
  if (found.length === 0) return mistake('miss');
  return [
    ...(atExpectedLine(judged) ? [] : mistake('line')),
    ...(found[0]!.kind === kind ? [] : mistake('other kind')),
  ];
}

function atExpectedLine({ program, found }: Judged): boolean {
  return program.at.some(({ line, cell }) => line === found[0]!.line && cell === found[0]!.cell);
}

/** One line for a person: the program, what is wrong, where the audit found something. */
export function describeMistake({ file, kind, fault, found }: Mistake): string {
  const places = found.map((finding) => {
    const cell = finding.cell === undefined ? '' : `cell ${finding.cell} `;
    return `${finding.kind} at ${cell}line ${finding.line}`;
  });
  return [file, kind ?? 'clean', fault, places.join(', ')].filter((part) => part !== '').join('; ');
}
