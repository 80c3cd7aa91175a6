/**
 * What a report says first, composed here once for every surface: whether each source and model is worth it, by how much, and
 * what to do next. A sentence is as sure as the verdict behind it, and has the interval that the verdict was judged by.
 */
import { headlineLis } from '../estimates.ts';
import type { ModelReport, Report, SourceReport, Verdict } from '../schema.ts';
import { leadingVerdict, leaking, THE_BASE } from './label-leak.ts';
import { modelSentence } from './summary-model.ts';
import { sourceSentence } from './summary-source.ts';
import { inEnglish, joined, type Translate } from './translate.ts';

/** The answer of a run, and of each source and model: with what to do next, as the verdict that it rests on has it. */
export type Summary = NonNullable<Report['summary']>;
type PartSummary = Summary['parts'][number];

/**
 * The summary that the report holds, or that its numbers give.
 * @param t of the reader's language: a report holds its sentences in English
 */
export function summaryOf(report: Report, t?: Translate): Summary {
  return t === undefined ? (report.summary ?? summarize(report)) : summarize(report, t);
}

/** The first sentence of the answer, for where the rest has no room, and that rest. It ends before a capital letter; a name may hold a point. */
export function firstSentence(text: string): [first: string, rest: string] {
  const [first = ''] = /^.*?(?:\.(?= \p{Lu}|$)|。)/su.exec(text) ?? [text];
  return [first, text.slice(first.length).trim()];
}

export function summarize(report: Report, t: Translate = inEnglish): Summary {
  const parts = [
    ...report.sources.map((source) => part(report, source.name, sourceSentence(source, report, t))),
    ...report.models.map((model) => part(report, model.name, modelSentence(model, report, t))),
  ];
  return { sentence: runSentence(report, parts, t), parts };
}

function part(report: Report, target: string, sentence: string): PartSummary {
  const verdict = leadingVerdict(report, target);
  return {
    target,
    sentence,
    ...(verdict !== undefined && { verdict: verdict.code, action: verdict.action }),
  };
}

/** The answer on the best source, how many others there are, and the answer on the model that brings most. */
function runSentence(report: Report, parts: readonly PartSummary[], t: Translate): string {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return t('The base holds the label, so that no gain over it means anything.');
  const sentenceOn = (name: string): string => parts.find(({ target }) => target === name)!.sentence;
  const source = bestSource(report);
  const model = bestModel(report);
  const told = [
    ...(source === undefined ? [] : [sentenceOn(source.name), ...others(report, source, t)]),
    ...(model === undefined ? [] : [sentenceOn(model.name)]),
    ...[...leaks].filter((name) => parts.some(({ target }) => target === name)).map(sentenceOn),
  ];
  return told.length > 0
    ? joined(told)
    : t('Only the base was evaluated: the spec names no source and no model.');
}

/** How sure it is that a source is worth aligning on. */
const RANKS: Partial<Record<Verdict['code'], number>> = { headroom: 4, underpowered: 3, 'no-headroom': 1 };
/** Most of its gain is there without any relation between items. */
const ARTEFACT = 2;

/** The one whose verdict says most for it, then by how much it gains at least; what rests on users' own future only where there is nothing else. */
export function bestSource(report: Pick<Report, 'sources' | 'verdicts'>): SourceReport | undefined {
  const leaks = leaking(report);
  const honest = report.sources.filter(({ name }) => !leaks.has(name));
  const transferable = honest.filter(({ lis }) => lis.transferable !== undefined);
  const rank = (source: SourceReport): number => {
    const { name } = source;
    const ofIt = report.verdicts.filter(({ target }) => target === name);
    if (ofIt.some(({ code }) => code === 'artefact')) return ARTEFACT;
    const code = ofIt[0]?.code;
    if (code === 'underpowered' && saysNothing(source)) return 0;
    return (code === undefined ? undefined : RANKS[code]) ?? 0;
  };
  const [best] = [...(transferable.length > 0 ? transferable : honest)].sort(
    (a, b) => rank(b) - rank(a) || headlineLis(b).low - headlineLis(a).low,
  );
  return best;
}

/** It reaches no row, or no head found a use for it. */
const saysNothing = (source: SourceReport): boolean => source.coverage === 0 || headlineLis(source).se === 0;

/** The model that brings most, of those that do not hold the label. */
export function bestModel(report: Report): ModelReport | undefined {
  const leaks = leaking(report);
  return report.models
    .filter(({ name }) => !leaks.has(name))
    .reduce<ModelReport | undefined>(
      (best, other) => (best === undefined || other.ais.low > best.ais.low ? other : best),
      undefined,
    );
}

/** What holds the label is told apart. */
function others(report: Report, best: SourceReport, t: Translate): string[] {
  const { sources, verdicts } = report;
  const leaks = leaking(report);
  const rest = sources.filter(({ name }) => name !== best.name && !leaks.has(name));
  if (rest.length === 0) return [];
  const worth = rest.filter(({ name }) => isWorth(verdicts, name)).length;
  const all = rest.length;
  if (all === 1)
    return [
      worth === 1
        ? t('The other source is worth aligning on too.')
        : t('The other source is not shown to be worth aligning on.'),
    ];
  if (worth === 0) return [t('Of the {0} other sources, none are shown to be worth aligning on.', all)];
  if (worth === all) return [t('Of the {0} other sources, all are worth aligning on too.', all)];
  if (worth === 1) return [t('Of the {0} other sources, 1 is worth aligning on too.', all)];
  return [t('Of the {0} other sources, {1} are worth aligning on too.', all, worth)];
}

/** Shown to be worth aligning on: headroom that relations between items explain. */
function isWorth(verdicts: readonly Verdict[], name: string): boolean {
  const ofIt = verdicts.filter(({ target }) => target === name);
  return (
    ofIt.some(({ code, severity }) => code === 'headroom' && severity === 'positive') &&
    !ofIt.some(({ code }) => code === 'artefact')
  );
}
