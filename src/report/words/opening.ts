/** What a report opens with: the answer, and how strong the base is that it rests on. */

import { score, shorten } from '../../common/format.ts';
import { RANKER_TRAITS, type RankerBase, REFERENCE, traitsWritten } from '../ranker-kinds.ts';
import type { Report } from '../schema.ts';
import type { BaseReport } from '../schema-base.ts';
import { commandText } from './rankers.ts';
import { summaryOf } from './summary.ts';

/** A longer name of a column, a program or a source is cut. */
const MOST_LETTERS = 40;

/** @returns the answer of the run, and one sentence on the base */
export function openingSentences(report: Report): string[] {
  return [summaryOf(report).sentence, ofBase(report)].filter((sentence) => sentence !== undefined);
}

function ofBase(report: Report): string | undefined {
  const facts = baseOf(report);
  if (facts === undefined) return undefined;
  const { sources, models } = report;
  const data = sources.length > 0 ? 'the preference data' : models.length > 0 ? 'the models' : undefined;
  const { what, auc, reference } = facts;
  return [
    data === undefined ? 'The base' : `Without ${data}, the base`,
    ` (${what}) has an AUC of ${auc}`,
    reference === undefined ? '.' : `; ${reference.what} has ${reference.auc}.`,
  ].join('');
}

/** The same as a fact of a list: `a tuned factorisation machine, AUC 0.6560; logistic regression 0.6017`. */
export function baseFact(report: Report): string | undefined {
  const facts = baseOf(report);
  if (facts === undefined) return undefined;
  const { what, auc, reference } = facts;
  return `${what}, AUC ${auc}${reference === undefined ? '' : `; ${reference.what} ${reference.auc}`}`;
}

function baseOf({ arms, ranker, base }: Report) {
  const auc = arms.find(({ arm }) => arm === 'base')?.auc;
  if (auc === undefined) return undefined;
  const reference = base?.curve?.find((point) => point.ranker === REFERENCE && ranker['kind'] !== REFERENCE);
  return {
    what: described(ranker, base),
    auc: score(auc),
    reference: reference && { what: RANKER_TRAITS[REFERENCE].called, auc: score(reference.auc) },
  };
}

/** What a base is that was not trained here. */
const OTHERS: Readonly<Record<Exclude<RankerBase, 'trained'>, (ranker: Report['ranker']) => string>> = {
  none: () => 'boosted trees',
  program: ({ command }) => `the program \`${short(commandText(command))}\``,
  log: ({ score: column }) => `the score that production logged, \`${short(column)}\``,
};

/** `a tuned factorisation machine`, or whatever else the base is. */
function described(ranker: Report['ranker'], base: BaseReport | undefined): string {
  const kind = String(ranker['kind']);
  const traits = traitsWritten(kind) ?? { base: 'trained', called: `a ${kind}` };
  if (traits.base !== 'trained') return OTHERS[traits.base](ranker);
  const search = base?.search;
  const tuned = search !== undefined && search.trials.length > 1;
  return [
    tuned ? traits.called.replace(/^(a )?/, '$1tuned ') : traits.called,
    ...(search !== undefined && !tuned ? [' with the options of the spec'] : []),
    ...(base?.headRows === undefined ? [', trained anew for each arm'] : []),
    ...(search?.weak ? ['; weak, since simpler rankers come close'] : []),
  ].join('');
}

function short(name: unknown): string {
  return shorten(String(name), MOST_LETTERS);
}
