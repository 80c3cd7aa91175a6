/**
 * Which edits of the spec each verdict asks for: the actions that verdicts give in words, as far as they are edits. One table for the
 * quick fixes and the buttons of the panel.
 */
import type { Report, Verdict } from '../../report/schema.ts';
import { THE_BASE } from '../../report/words/label-leak.ts';
import { countInBase, loggedScore, searchBase, simplerRanker } from './base.ts';
import { excludeColumns } from './columns.ts';
import type { Asked, Edit, Hint, Judged, Maker } from './hint.ts';
import { longerEvaluation, measureLags, moreSeeds, withinLists } from './run.ts';
import { addSwing, fewerFeatures, longerHistory, probe, widenWindow } from './source.ts';

const HINTS: Partial<Record<Verdict['code'], readonly Maker[]>> = {
  'label-leak': excludeColumns,
  'label-suspect': excludeColumns,
  headroom: [addSwing],
  'no-headroom': [widenWindow, addSwing],
  underpowered: [moreSeeds, longerEvaluation, fewerFeatures],
  artefact: [countInBase, addSwing],
  'freshness-limited': [measureLags],
  'low-coverage': [widenWindow, longerHistory],
  'ranker-dependent': [loggedScore],
  'alignment-bottleneck': [probe],
  'data-bottleneck': [addSwing],
};

/** Where the base is weak, whatever the first verdict says. */
const WEAK_BASE: readonly Maker[] = [loggedScore, searchBase, simplerRanker];

/** Of the whole run, whatever the first verdict says. */
const RUN: readonly Maker[] = [withinLists];

/** The edits that the verdicts of a report ask for, in the order of the verdicts. An edit that several ask for is the first one's. */
export function hintsOf(asked: Asked): Hint[] {
  const { report, spec } = asked;
  const made = report.verdicts.flatMap((verdict, place): Hint[] => {
    const index = spec.sources.findIndex(({ name }) => name === verdict.target);
    const known = index >= 0 || spec.models.some(({ name }) => name === verdict.target);
    if (!known && verdict.target !== THE_BASE) return []; // of what is no longer there
    const judged: Judged = {
      ...{ ...asked, verdict, index },
      beside: report.verdicts.filter(({ target }) => target === verdict.target),
      source: spec.sources[index],
      found: report.sources.find(({ name }) => name === verdict.target),
    };
    const makers = [
      ...(HINTS[verdict.code] ?? []),
      ...(place === 0 ? RUN : []),
      ...(place === 0 && isWeak(report) ? WEAK_BASE : []),
    ];
    return makers.flatMap((maker) => madeBy(maker, judged));
  });
  return [...new Map(made.toReversed().map((hint) => [hint.id, hint])).values()].reverse();
}

function madeBy(maker: Maker, judged: Judged): Hint[] {
  const { code, target } = judged.verdict;
  const given = maker(judged);
  if (given === undefined) return [];
  const { change } = given;
  const edits = given.edits.filter((edit): edit is Edit => edit !== undefined);
  if (edits.length < given.edits.length) return []; // half of an edit would be another one
  const named = [...(ofAll(change.kind) ? [] : [target]), nameOf(change)].filter((name) => name !== '');
  const id = [change.kind, ...named].join(':');
  return [{ id, code, target, change, edits }];
}

/** The same edit, whichever source asks for it. */
const ofAll = (kind: Hint['change']['kind']): boolean =>
  !['widen-window', 'longer-history', 'fewer-features', 'probe'].includes(kind);

const nameOf = (change: Hint['change']): string =>
  'column' in change ? change.column : 'source' in change ? change.source : '';

const isWeak = ({ base }: Report): boolean => base?.search?.weak === true;
