/** A report as it may be published: it names files by where they lie beside the spec, and never by where that is on somebody's machine. */
import type { Report } from '../schema.ts';

/** Of Windows too, wherever the report is read. */
const ABSOLUTE = /^([a-z]:)?[\\/]/i;

/** @returns the report without absolute paths: those below the spec's folder are relative to it, others are names alone */
export function shareable(report: Report): Report {
  const { path } = report.spec;
  const folder = ABSOLUTE.test(path) ? path.slice(0, path.length - nameOf(path).length) : '';
  const plain = folder.length > 1 ? withoutText(report, folder) : report;
  return {
    ...plain,
    spec: { ...plain.spec, path: nameOf(path) },
    inputs: plain.inputs.map((input) => ({ ...input, path: named(input.path) })),
    ranker: withoutPlaces(plain.ranker),
    ...(plain.otherRankers && {
      otherRankers: plain.otherRankers.map((other) => ({ ...other, ranker: withoutPlaces(other.ranker) })),
    }),
  };
}

/** A program of the user's own, wherever it is installed. */
function withoutPlaces(ranker: Report['ranker']): Report['ranker'] {
  const { command } = ranker;
  if (!Array.isArray(command)) return ranker;
  return { ...ranker, command: command.map((word) => (typeof word === 'string' ? named(word) : word)) };
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1)!;
const named = (path: string): string => (ABSOLUTE.test(path) ? nameOf(path) : path);

/** A value of plain data without a text in any of its texts. */
function withoutText<T>(value: T, text: string): T {
  if (typeof value === 'string') return value.replaceAll(text, '') as T;
  if (Array.isArray(value)) return value.map((inner) => withoutText(inner, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutText(inner, text)]),
  ) as T;
}
