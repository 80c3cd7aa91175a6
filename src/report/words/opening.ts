/** What a report opens with: the answer, and how strong the base is that it rests on. */

import { score, shorten } from '../../common/format.ts';
import { type RankerBase, REFERENCE, type TrainedKind, traitsWritten } from '../ranker-kinds.ts';
import type { Report } from '../schema.ts';
import type { BaseReport } from '../schema-base.ts';
import { cautions } from './cautions.ts';
import { precisionSentence } from './precision.ts';
import { commandText } from './rankers.ts';
import { summaryOf } from './summary.ts';
import { inEnglish, type Translate } from './translate.ts';

/** A longer name of a column, a program or a source is cut. */
const MOST_LETTERS = 40;

/**
 * @param t of the reader's language; the summary that the report holds, which is English, where absent
 * @returns the answer of the run, what may turn it, one sentence on the base, and one on how many users were measured where that hangs on a precision
 */
export function openingSentences(report: Report, t?: Translate): string[] {
  const inTheirs = t ?? inEnglish;
  return [
    summaryOf(report, t).sentence,
    ...cautions(report, inTheirs),
    ofBase(report, inTheirs),
    precisionSentence(report, inTheirs),
  ].filter((sentence) => sentence !== undefined);
}

function ofBase(report: Report, t: Translate): string | undefined {
  const facts = baseOf(report, t);
  if (facts === undefined) return undefined;
  const { sources, models } = report;
  const { what, auc, reference } = facts;
  const strength =
    sources.length > 0
      ? t('Without the preference data, the base ({0}) has an AUC of {1}', what, auc)
      : models.length > 0
        ? t('Without the models, the base ({0}) has an AUC of {1}', what, auc)
        : t('The base ({0}) has an AUC of {1}', what, auc);
  return reference === undefined
    ? t('{0}.', strength)
    : t('{0}; {1} has {2}.', strength, reference.what, reference.auc);
}

/** The same as a fact of a list: `a tuned factorisation machine, AUC 0.6560; logistic regression 0.6017`. */
export function baseFact(report: Report): string | undefined {
  const facts = baseOf(report, inEnglish);
  if (facts === undefined) return undefined;
  const { what, auc, reference } = facts;
  return `${what}, AUC ${auc}${reference === undefined ? '' : `; ${reference.what} ${reference.auc}`}`;
}

function baseOf({ arms, ranker, base }: Report, t: Translate) {
  const auc = arms.find(({ arm }) => arm === 'base')?.auc;
  if (auc === undefined) return undefined;
  const reference = base?.curve?.find((point) => point.ranker === REFERENCE && ranker['kind'] !== REFERENCE);
  return {
    what: described(ranker, base, t),
    auc: score(auc),
    reference: reference && { what: called(REFERENCE, false, t), auc: score(reference.auc) },
  };
}

/** What a base is that was not trained here. */
function notTrained(base: Exclude<RankerBase, 'trained'>, ranker: Report['ranker'], t: Translate): string {
  const words: Record<typeof base, () => string> = {
    none: () => t('boosted trees'),
    program: () => t('the program `{0}`', short(commandText(ranker['command']))),
    log: () => t('the score that production logged, `{0}`', short(ranker['score'])),
  };
  return words[base]();
}

/** `a tuned factorisation machine`, or whatever else the base is. */
function described(ranker: Report['ranker'], base: BaseReport | undefined, t: Translate): string {
  const kind = String(ranker['kind']);
  const traits = traitsWritten(kind)?.base ?? 'trained';
  if (traits !== 'trained') return notTrained(traits, ranker, t);
  const search = base?.search;
  const tuned = search !== undefined && search.trials.length > 1;
  const name = called(kind, tuned, t);
  const given = search === undefined || tuned ? name : t('{0} with the options of the spec', name);
  const trained = base?.headRows === undefined ? t('{0}, trained anew for each arm', given) : given;
  return search?.weak ? t('{0}; weak, since a simpler ranker does as well', trained) : trained;
}

/** A ranker that was trained here; of a later version, by the name of its kind. */
function called(kind: string, tuned: boolean, t: Translate): string {
  const names: Record<TrainedKind, string> = tuned
    ? {
        lr: t('tuned logistic regression'),
        fm: t('a tuned factorisation machine'),
        deepfm: t('a tuned DeepFM'),
      }
    : { lr: t('logistic regression'), fm: t('a factorisation machine'), deepfm: t('a DeepFM') };
  if (Object.hasOwn(names, kind)) return names[kind as TrainedKind];
  return tuned ? t('a tuned {0}', kind) : t('a {0}', kind);
}

function short(name: unknown): string {
  return shorten(String(name), MOST_LETTERS);
}
