/**
 * Cheap looks at a text before any parsing: is a spec in it, does it name one? The editor asks this of every YAML and
 * Python file, so it reads a prefix with plain searches and never builds a tree.
 */
import { LineIndex, type SourceRange } from './reading/positions.ts';

/** Longest prefix that is looked at, in characters. */
export const SCAN_LIMIT = 256 * 1024;

const VERSION = /^["']?version["']?[ \t]*:/m;
const LOG = /^["']?log["']?[ \t]*:/m;
const BLOCK = /^["']?lis["']?[ \t]*:/m;
const FLOW = /^\s*\{\s*["']?version["']?\s*:/;
const REFERENCE =
  /(?:^|[ \t])#[ \t]*lis:[ \t]+(?:"([^"\n]+\.ya?ml)"|'([^'\n]+\.ya?ml)'|(\S+\.ya?ml))[ \t]*\r?$/m;

/**
 * True when the text may hold a spec: `version:` and `log:` at the top level, or a top-level `lis:` block. A file called
 * `lis.yaml` or `*.lis.yaml` is one by its name, whatever this says.
 */
export function looksLikeSpec(text: string): boolean {
  const head = text.length > SCAN_LIMIT ? text.slice(0, SCAN_LIMIT) : text;
  return (VERSION.test(head) && LOG.test(head)) || BLOCK.test(head) || FLOW.test(head);
}

/** True when a larger config may hold a spec in a top-level `lis:` block; only parsing tells. */
export function mayHoldBlock(text: string): boolean {
  return BLOCK.test(text.length > SCAN_LIMIT ? text.slice(0, SCAN_LIMIT) : text);
}

/** True for `lis.yaml`, `lis.yml`, `*.lis.yaml` and `*.lis.yml`; `path` may use either slash. */
export function isSpecFile(path: string): boolean {
  return /(^|[/\\.])lis\.ya?ml$/i.test(path);
}

export interface SpecReference {
  /** As written, relative to the file that holds the comment. */
  path: string;
  range: SourceRange;
}

/** The spec that a config or script names in a comment `# lis: path/to/lis.yaml`; the first one counts. */
export function specReference(text: string): SpecReference | undefined {
  const head = text.length > SCAN_LIMIT ? text.slice(0, SCAN_LIMIT) : text;
  const match = REFERENCE.exec(head);
  const path = match?.[1] ?? match?.[2] ?? match?.[3];
  if (match === null || path === undefined) return undefined;
  const start = match.index + match[0].lastIndexOf(path);
  return { path, range: new LineIndex(head).range(start, start + path.length) };
}
