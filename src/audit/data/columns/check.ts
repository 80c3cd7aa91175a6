/** All checks of columns as one: they share the facts, and what one of them explains the others leave alone. */

import type { Check, Found } from '../check.ts';
import { aggregates } from '../recipes/check.ts';
import { collapses } from './collapse.ts';
import { drifts } from './drift.ts';
import { columnFacts } from './facts.ts';
import { identifierOrder } from './identifiers.ts';
import { labelCopy } from './label-copy.ts';
import { oneClassValues } from './one-class.ts';
import { outcomeLike } from './outcome-like.ts';

export const columns: Check = {
  name: 'columns',
  codes: [
    'label-copy',
    'one-class-values',
    'aggregate-of-own-row',
    'aggregate-of-future',
    'encoding-collapse',
    'score-of-trained-rows',
    'outcome-like',
    'identifier-order',
    'column-drift',
  ],
  run: async (subject) => {
    const facts = await columnFacts(subject);
    const copies = labelCopy(facts, subject);
    const { found: recipes, honest, explained } = await aggregates(facts, subject);
    const pure = without(copies, oneClassValues(facts, subject));
    const certain = [...copies, ...pure, ...recipes];
    const collapsed = without([...certain, ...named(honest)], collapses(facts, subject));
    const known = new Set([...certain, ...collapsed].map(({ target }) => target));
    const asked = outcomeLike(facts, new Set([...known, ...explained]));
    const moved = drifts(
      facts.filter(({ name }) => !explained.has(name)),
      subject,
    );
    const untold = facts
      .filter(({ alone }) => alone === undefined)
      .map(({ name }) => ({
        check: 'what a column alone ranks',
        target: name,
        why: 'fewer than two users have evaluation rows of each label',
      }));
    return {
      found: [...certain, ...collapsed, ...asked, ...identifierOrder(subject), ...moved],
      looked: facts.length,
      notChecked: untold,
    };
  },
};

function named(targets: ReadonlySet<string>): { target: string }[] {
  return [...targets].map((target) => ({ target }));
}

/** The findings on columns that earlier ones do not speak of. */
function without(before: readonly { target: string }[], found: readonly Found[]): Found[] {
  const known = new Set(before.map(({ target }) => target));
  return found.filter(({ target }) => !known.has(target));
}
