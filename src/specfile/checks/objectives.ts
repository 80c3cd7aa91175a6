/** Objectives that say nothing, or share a name. */
import { removing } from '../authoring/repair.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';

export function objectives(spec: Spec, document: SpecDocument): SpecProblem[] {
  const lineOf = new Map<string, number>();
  return spec.objectives.flatMap(({ name, label, weight, labelTime }, i): SpecProblem[] => {
    const path = ['objectives', i, 'name'];
    const first = lineOf.get(name);
    if (first !== undefined) {
      const message = `two objectives are called \`${name}\`; line ${first} has the name already, and reports need it to be unique`;
      return [mark(document, 'error', 'duplicate-name', path, message)];
    }
    lineOf.set(name, document.rangeOf(path, 'value').start.line + 1);
    if (labelTime !== undefined && label === undefined) {
      const key = ['objectives', i, 'labelTime'];
      const message =
        '`labelTime` belongs to a `label` of the objective’s; that of the label of the log stands in `log.labelTime`';
      return [mark(document, 'error', 'label-time-without-label', key, message, removing(document, key))];
    }
    if (weight !== undefined || (label !== undefined && label !== spec.log.label)) return [];
    const message = `objective \`${name}\` is the label of the log itself; name another \`label\`, or a \`weight\``;
    return [mark(document, 'error', 'same-objective', path, message)];
  });
}
