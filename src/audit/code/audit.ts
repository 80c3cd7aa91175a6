/** One text from its statements to what the rules find in it. */
import { type Heeded, heeded } from '../ignores.ts';
import type { CodeFix } from './fixes/broken.ts';
import { fixOf } from './fixes/fix.ts';
import { importsLibrary } from './libraries.ts';
import { Lines } from './lines.ts';
import type { RuleCode } from './rules/rule.ts';
import { ALL_RULES } from './rules/table.ts';
import { Interpreter } from './run/interpreter.ts';
import { endOf, type Statement, startOf } from './syntax/nodes.ts';
import { ProgramReader } from './syntax/program.ts';

export interface CodeFinding {
  code: RuleCode;
  severity: 'error' | 'warning';
  /** Of what leaks, as offsets in the text. */
  from: number;
  to: number;
  /** From 1. */
  line: number;
  message: string;
  why: string;
  remedy: string;
  /** Columns involved. */
  names?: string[];
  fix?: CodeFix;
}

export interface IgnoredFinding extends CodeFinding {
  reason: string;
}

/** Findings in order of their lines. */
export interface CodeAudit extends Heeded<CodeFinding> {
  /** False where the text imports none of the libraries that are known. */
  checked: boolean;
}

/** A reader for each of the texts that are worked on, the latest last. */
const readers: ProgramReader[] = [];
const MOST_READERS = 6;
/** Results of texts that did not change. */
const results = new Map<string, CodeAudit>();
const MOST_RESULTS = 20;

/** Audits a text whose magics are taken out. Never throws. */
export function auditText(text: string): CodeAudit {
  const known = results.get(text);
  if (known !== undefined) return copyOf(known);
  const audit = importsLibrary(text)
    ? checked(text)
    : { findings: [], ignored: [], idleIgnores: [], checked: false };
  results.set(text, audit);
  if (results.size > MOST_RESULTS) results.delete(results.keys().next().value!);
  return copyOf(audit);
}

const copyOf = (audit: CodeAudit): CodeAudit => ({
  findings: [...audit.findings],
  ignored: [...audit.ignored],
  idleIgnores: [...audit.idleIgnores],
  checked: audit.checked,
});

function checked(text: string): CodeAudit {
  return { ...heeded(text, found(text, statementsOf(text)), 'LIS001'), checked: true };
}

function statementsOf(text: string): Statement[] {
  const at = readers.findIndex((reader) => reader.text !== undefined && isVersionOf(reader.text, text));
  const reader = at < 0 ? new ProgramReader() : readers.splice(at, 1)[0]!;
  readers.push(reader);
  if (readers.length > MOST_READERS) readers.shift();
  return reader.read(text);
}

/** Whether two texts begin or end alike: then one may be the other after an edit. */
function isVersionOf(before: string, after: string): boolean {
  const length = Math.min(200, before.length, after.length);
  return (
    length > 0 &&
    (before.slice(0, length) === after.slice(0, length) || before.slice(-length) === after.slice(-length))
  );
}

function found(text: string, statements: readonly Statement[]): CodeFinding[] {
  const facts = new Interpreter(text).interpret(statements);
  const lines = new Lines(text);
  const findings = new Map<string, CodeFinding>();
  for (const { code, severity, why, remedy, conclude } of ALL_RULES) {
    for (const { place, message, names } of conclude(facts)) {
      const from = startOf(place);
      const line = lines.at(from);
      const fix = fixOf({ code, from, names: names ?? [], labels: facts.labels, text, statements });
      const key = `${code}:${line}`;
      const before = findings.get(key);
      if (before !== undefined && before.from <= from) continue;
      findings.set(key, {
        code,
        severity,
        from,
        to: endOf(place),
        line,
        message,
        why,
        remedy,
        ...(names !== undefined && names.length > 0 && { names: [...new Set(names)] }),
        ...(fix !== undefined && { fix }),
      });
    }
  }
  return [...findings.values()].sort((a, b) => a.from - b.from || (a.code < b.code ? -1 : 1));
}
