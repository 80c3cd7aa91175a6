/** A problem at a key of the spec, under its value, or under its first line where that is a mapping or a list. */

import { valueAt } from '../authoring/schema-walk.ts';
import type { SpecDocument } from './document.ts';
import type { SpecPath, SpecProblem, Suggestion } from './problem.ts';

export function mark(
  document: SpecDocument,
  severity: SpecProblem['severity'],
  code: string,
  path: SpecPath,
  message: string,
  ...[suggestion, ...alternatives]: (Suggestion | undefined)[]
): SpecProblem {
  const single = typeof valueAt(document.value, path) !== 'object';
  const range = single ? document.rangeOf(path, 'value') : document.headline(path);
  const others = alternatives.filter((alternative) => alternative !== undefined);
  return {
    severity,
    code,
    message,
    range,
    path,
    ...(suggestion !== undefined && { suggestion }),
    ...(others.length > 0 && { alternatives: others }),
  };
}
