/** Audits the Python files and notebooks that a spec speaks for, or that are given. */
import { readFile, stat } from 'node:fs/promises';
import { extname, relative, sep } from 'node:path';
import { auditNotebook, auditPython, type CodeFinding as Found } from '../../audit/code/index.ts';
import { Cancelled, Failure } from '../../common/failure.ts';
import { globFiles } from '../../common/glob.ts';
import type { AuditedCode } from '../../report/schema-audit.ts';

/** What a spec speaks for where it does not say: its folder and below. */
const EVERYWHERE = ['**/*.py', '**/*.ipynb'];
/** Folders of other people's code, and of tools. */
const ELSEWHERE = /(^|\/)(\.[^/]+|node_modules|site-packages|venv|env|__pycache__|build|dist)\//;
const MOST_ENTRIES = 200_000;
const MOST_FILES = 2000;
/** A longer text is generated, or holds outputs: it is read up to here. */
const LONGEST = 20e6;

export const isCode = (path: string): boolean => /\.(py|ipynb)$/i.test(path);

/**
 * @param globs of the spec's `appliesTo`
 * @param folder absolute; files are named relative to it
 * @throws Cancelled
 */
export async function codeOf(
  globs: readonly string[] | undefined,
  folder: string,
  signal: AbortSignal,
): Promise<AuditedCode> {
  const patterns = globs ?? EVERYWHERE;
  const files = new Set<string>();
  for (const pattern of patterns)
    for (const file of await globFiles(folder, pattern, { mostEntries: MOST_ENTRIES, signal }))
      if (isCode(file) && !ELSEWHERE.test(named(file, folder))) files.add(file);
  return auditCode([...files].sort().slice(0, MOST_FILES), folder, signal);
}

/** @param files absolute. @throws Cancelled */
export async function auditCode(
  files: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<AuditedCode> {
  const audit: AuditedCode = {
    files: files.length,
    checked: 0,
    findings: [],
    ignored: [],
    idleIgnores: [],
    unread: [],
  };
  for (const path of files) {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw new Cancelled();
    const file = named(path, folder);
    try {
      add(audit, file, await textOf(path));
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      audit.unread.push({ file, why: error instanceof Failure ? error.message : (error as Error).message });
    }
  }
  return audit;
}

async function textOf(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > LONGEST) throw new Error(`it has more than ${LONGEST / 1e6} MB`);
  return readFile(path, 'utf8');
}

function add(audit: AuditedCode, file: string, text: string): void {
  const found = extname(file).toLowerCase() === '.ipynb' ? auditNotebook(text) : auditPython(text);
  if (found.checked) audit.checked++;
  const told = ({ code, severity, line, message, why, remedy, ...rest }: Found & { cell?: number }) => ({
    ...{ code, severity, file, line, message, why, remedy },
    ...(rest.cell !== undefined && { cell: rest.cell + 1 }),
  });
  audit.findings.push(...found.findings.map(told));
  audit.ignored.push(...found.ignored.map((finding) => ({ ...told(finding), reason: finding.reason })));
  audit.idleIgnores.push(
    ...found.idleIgnores.map((comment: { line: number; message: string; cell?: number }) => ({
      ...{ file, line: comment.line, message: comment.message },
      ...(comment.cell !== undefined && { cell: comment.cell + 1 }),
    })),
  );
}

const named = (path: string, folder: string): string => relative(folder, path).split(sep).join('/');
