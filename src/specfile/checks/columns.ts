/** Columns that play two parts: a feature that is the label, a user column that is the item column. */

import { removing } from '../authoring/repair.ts';
import { columnsOf, ExpressionError, parseExpression } from '../expression.ts';
import type { SpecDocument } from '../reading/document.ts';
import type { SpecProblem } from '../reading/problem.ts';
import type { Spec } from '../schema.ts';

/** @param spec valid by the schema */
export function columnProblems(spec: Spec, document: SpecDocument): SpecProblem[] {
  return [...roles(spec, document), ...features(spec, document)];
}

/** The columns a label reads; none while the expression is wrong, which is reported on its own. */
function labelColumns(label: string): string[] {
  try {
    return columnsOf(parseExpression(label));
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** User, item, time and label are four things. */
function roles({ log }: Spec, document: SpecDocument): SpecProblem[] {
  const label = labelColumns(log.label);
  const clash = (key: 'item' | 'time' | 'label', other: string, message: string): SpecProblem => ({
    severity: 'error',
    code: 'one-column-two-parts',
    message: `${message}; \`log.${other}\` names it already`,
    range: document.rangeOf(['log', key], 'value'),
    path: ['log', key],
  });
  const problems: SpecProblem[] = [];
  if (log.item === log.user) problems.push(clash('item', 'user', `\`${log.item}\` cannot be the item`));
  for (const other of ['user', 'item'] as const) {
    if (log.time === log[other]) problems.push(clash('time', other, `\`${log.time}\` cannot be the time`));
    if (label.length === 1 && label[0] === log[other]) {
      problems.push(clash('label', other, `\`${label[0]}\` cannot be the label`));
    }
  }
  return problems;
}

function features(spec: Spec, document: SpecDocument): SpecProblem[] {
  const { log, split } = spec;
  const label = labelColumns(log.label);
  const why = (name: string): [SpecProblem['severity'], string, string] | undefined => {
    if (label.includes(name)) {
      return [
        'error',
        'label-feature',
        `the label is made of \`${name}\`; as a feature it gives the answer away`,
      ];
    }
    const judged = spec.objectives.find((objective) => labelColumns(objective.label ?? '0').includes(name));
    if (judged !== undefined) {
      const message = `the label of objective \`${judged.name}\` is made of \`${name}\`; as a feature it gives the answer away`;
      return ['error', 'label-feature', message];
    }
    if ([log, ...spec.objectives].some(({ labelTime }) => labelTime === name)) {
      const message = `\`${name}\` says when a label became known, so it is known with the label; as a feature it gives the answer away`;
      return ['error', 'label-feature', message];
    }
    if ([log, ...spec.objectives].some(({ weight }) => weight === name)) {
      const message = `\`${name}\` weighs positives, so it is known after the label; as a feature it may give the answer away`;
      return ['warning', 'weight-feature', message];
    }
    if (log.user === name || log.item === name) {
      return [
        'warning',
        'repeated-feature',
        `\`${name}\` is in the base already, as an id; the feature repeats it`,
      ];
    }
    if (log.time === name) {
      const message = `\`${name}\` is the time; evaluation rows hold only values that training never saw`;
      return ['warning', 'time-feature', message];
    }
    if ('column' in split && split.column === name) {
      return [
        'warning',
        'split-feature',
        `\`${name}\` marks the split; it is constant where the ranker trains`,
      ];
    }
    return undefined;
  };
  return (['log', 'items', 'users'] as const).flatMap((table) => {
    const list = spec[table]?.features ?? [];
    const key = table === 'log' ? undefined : spec[table]?.key;
    const named = new Set<string>();
    return list.flatMap(({ name }, i): SpecProblem[] => {
      const path = [table, 'features', i];
      const problem = (severity: SpecProblem['severity'], code: string, message: string): SpecProblem[] => {
        const range = document.rangeOf(document.has([...path, 'name']) ? [...path, 'name'] : path, 'value');
        return [{ severity, code, message, range, path, suggestion: removing(document, path) }];
      };
      if (named.has(name)) {
        const message = `the feature \`${name}\` is named twice in \`${table}.features\``;
        return problem('error', 'duplicate-feature', message);
      }
      named.add(name);
      if (key === name) {
        const message = `\`${name}\` is the key of \`${table}\`, which the base has already; the feature repeats it`;
        return problem('warning', 'repeated-feature', message);
      }
      const reason = table === 'log' ? why(name) : undefined;
      return reason === undefined ? [] : problem(...reason);
    });
  });
}
