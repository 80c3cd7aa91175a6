/** Excluding what holds the label: the column from the list that names it, or the source that has nothing else. */
import { SUSPECT } from '../../report/words/label-leak.ts';
import { columnPath, nameAt } from '../authoring/column-places.ts';
import { removing } from '../authoring/repair.ts';
import { valueAt } from '../authoring/schema-walk.ts';
import type { SpecPath } from '../reading/problem.ts';
import type { Judged, Maker } from './hint.ts';

/** A verdict names the columns nearest to the label; each is an edit of its own. */
const MOST = 3;

const excluding =
  (nth: number): Maker =>
  (judged) => {
    const { verdict, document, spec } = judged;
    const column = verdict.columns?.[nth];
    // Of an arm that leaks, and of data that has no columns of its own, the strongest feature is named: it may be innocent.
    if (column === undefined || column.auc < SUSPECT || typeof column.specPath.at(-1) !== 'number')
      return undefined;
    const { name } = column;
    const path = pathOf(nth, judged);
    if (path === undefined) return undefined;
    const list = path.slice(0, -1);
    const only = (valueAt(document.value, list) as readonly unknown[]).length === 1;
    if (!only) return { change: { kind: 'exclude-column', column: name }, edits: [removing(document, path)] };
    // An empty list is refused: the key goes with its last column, and a source of columns with its key.
    if (list[0] === 'sources') {
      const source = spec.sources[Number(list[1])];
      if (source === undefined) return undefined;
      return {
        change: { kind: 'exclude-source', source: source.name },
        edits: [removing(document, spec.sources.length === 1 ? ['sources'] : list.slice(0, 2))],
      };
    }
    const whole = list[0] === 'log' ? list : list.slice(0, 1);
    return { change: { kind: 'exclude-column', column: name }, edits: [removing(document, whole)] };
  };

/** Where the spec lists the column now: the run may have read another version of it. */
function pathOf(nth: number, { verdict, document, index }: Judged): SpecPath | undefined {
  const { name, specPath } = verdict.columns![nth]!;
  const moved = specPath[0] === 'sources' && index >= 0 ? ['sources', index, ...specPath.slice(2)] : specPath;
  const isList = Array.isArray(valueAt(document.value, moved.slice(0, -1)));
  return isList && nameAt(document.value, moved) === name ? moved : columnPath(name, document.value);
}

export const excludeColumns: readonly Maker[] = Array.from({ length: MOST }, (_, nth) => excluding(nth));
