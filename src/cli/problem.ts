/** How the command line says what went wrong: one line with the place, and for `lis check` the line it points at. */
import { isAbsolute, relative } from 'node:path';
import { Failure, type FailureWhere } from '../common/failure.ts';
import { oneLine } from '../inert/visible.ts';
import type { Terminal } from './terminal.ts';

const MAX_SOURCE_WIDTH = 96;

/** `lis.yaml:7:12: `, relative to the working folder; empty where no place is known. */
export function place(where: FailureWhere, cwd: string): string {
  if (where.file === undefined) return '';
  const position = where.line === undefined ? '' : `:${where.line}${where.column ? `:${where.column}` : ''}`;
  return `${displayPath(where.file, cwd)}${position}: `;
}

/** Relative where the file is in the working folder or below, else as it is. */
export function displayPath(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const near = relative(cwd, path);
  return near !== '' && !near.startsWith('..') ? near : path;
}

/**
 * Reports anything that was thrown: one sentence; the stack only with `LIS_DEBUG=1`.
 * @returns the exit code.
 */
export function reportFailure(error: unknown, terminal: Terminal): number {
  const failure = error instanceof Failure ? error : internal(error);
  const { where, message } = failure;
  // A message that names the file already (data files do, with their line) needs no place in front.
  const named = where.file !== undefined && message.includes(where.file);
  terminal.err(`lis: ${oneLine(`${named ? '' : place(where, terminal.cwd)}${message}`)}\n`);
  if (terminal.env['LIS_DEBUG'] === '1' && error instanceof Error) terminal.err(`${error.stack}\n`);
  return failure.exitCode;
}

/** The source line and a caret under its column (both 1-based); tabs keep their width. */
export function caretLines(text: string, line: number, column: number): string {
  const source = text.split(/\r?\n/)[line - 1];
  if (source === undefined || source.trim() === '') return '';
  const from = Math.max(0, column - 1 - Math.floor(MAX_SOURCE_WIDTH / 2));
  const start = source.length <= MAX_SOURCE_WIDTH ? 0 : Math.min(from, source.length - MAX_SOURCE_WIDTH);
  const shown = source.slice(start, start + MAX_SOURCE_WIDTH);
  const pad = shown.slice(0, column - 1 - start).replace(/[^\t]/g, ' ');
  return `    ${shown}\n    ${pad}^\n`;
}

function internal(error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `an internal error: ${reason}; this is a defect, please report it (LIS_DEBUG=1 shows where)`;
  return new Failure('internal', 'internal', message);
}
