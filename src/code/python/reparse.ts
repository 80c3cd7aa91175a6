/** Parsing a text that is like one parsed before, as after each key that is pressed: what did not change is not parsed again. */
import { TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import type { PythonSource } from './parse.ts';

/** @param before A text and its tree; offsets of the result are those of `text`. */
export function reparsePython(text: string, before: PythonSource | undefined): PythonSource {
  if (before === undefined) return { text, tree: parser.parse(text) };
  const fragments = TreeFragment.applyChanges(TreeFragment.addTree(before.tree), [change(before.text, text)]);
  return { text, tree: parser.parse(text, fragments) };
}

/** The one range in which two texts differ. */
function change(before: string, after: string): { fromA: number; toA: number; fromB: number; toB: number } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let same = 0;
  while (
    same < shorter - from &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  return { fromA: from, toA: before.length - same, fromB: from, toB: after.length - same };
}
