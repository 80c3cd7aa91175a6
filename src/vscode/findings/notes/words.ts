/**
 * What the notes beside columns say. No note claims a leak that no verdict or finding does, and no number is computed here:
 * those of the report and the audit are rounded.
 */
import { signed } from '../../../common/format.ts';
import { headlineLis } from '../../../report/estimates.ts';
import type { Estimate } from '../../../report/schema.ts';
import type { Finding } from '../../../report/schema-audit.ts';
import type { Translate } from '../../words/phrases.ts';
import { findingTitle, shortPrice } from '../words.ts';
import { type Evidence, findingOf, sideOf } from './evidence.ts';

/** A line names the strongest of its columns; more would push the note off the screen. */
const NAMED = 2;

export interface LineNote {
  text: string;
  /** A column of the line holds the label: the note is coloured as an error. */
  leaks: boolean;
}

/** A column with what is known of it, by the report or by the audit: the strongest source first, the most severe finding first. */
interface NotedName {
  name: string;
  evidence: readonly Evidence[];
  findings: readonly Finding[];
  leak?: { auc: number } | undefined;
}

/**
 * The note behind a line.
 * @param columns what is known of each column of the line, in order of their place
 * @param metric M of the report, as it is written: `AUC`
 */
export function lineNote(
  columns: readonly NotedName[],
  metric: string,
  stale: boolean,
  t: Translate,
): LineNote {
  const facts = columns.map(({ name, ...column }) => ({ name, ...columnNote(column, metric, t) }));
  const text = facts.length === 1 ? [facts[0]!.effect, ...facts[0]!.more].join(' · ') : several(facts, t);
  return {
    text: stale ? t('{0} · stale', text) : text,
    leaks: facts.some(({ leaks }) => leaks),
  };
}

function several(facts: readonly { name: string; effect: string; leaks: boolean }[], t: Translate): string {
  const ordered = [...facts].sort((a, b) => Number(b.leaks) - Number(a.leaks));
  const named = ordered.slice(0, NAMED).map(({ name, effect }) => `${name} ${effect}`);
  if (ordered.length > NAMED) named.push(t('{0} more', ordered.length - NAMED));
  return named.join(' · ');
}

interface ColumnNote {
  effect: string;
  more: string[];
  leaks: boolean;
}

/** What the audit says of the column comes first; what it adds to the ranking follows. */
function columnNote(
  { evidence, findings, leak }: Omit<NotedName, 'name'>,
  metric: string,
  t: Translate,
): ColumnNote {
  const [finding] = findings;
  const reported = isNamed(evidence)
    ? evidenceNote(evidence, metric, t)
    : leak && { effect: t('label leak · AUC {0} alone', short(leak.auc)), more: [], leaks: true };
  if (finding === undefined) return reported!;
  const title = findingTitle(finding, t);
  const price = shortPrice(finding, t);
  return {
    effect: finding.severity === 'error' ? t('leak: {0}', title) : t('{0}?', title),
    more: [
      ...(price === undefined ? [] : [price]),
      ...(reported === undefined ? [] : [reported.effect, ...reported.more]),
    ],
    leaks: finding.severity === 'error' || reported?.leaks === true,
  };
}

const isNamed = (evidence: readonly Evidence[]): evidence is readonly [Evidence, ...Evidence[]] =>
  evidence.length > 0;

function evidenceNote(
  evidence: readonly [Evidence, ...Evidence[]],
  metric: string,
  t: Translate,
): ColumnNote {
  const [{ source, feature, gain: without }] = evidence;
  const finding = findingOf(evidence[0]);
  const more = feature.singleAuc === null ? [] : [t('single-feature AUC {0}', short(feature.singleAuc))];
  if (evidence.length > 1) more.push(t('strongest of {0} sources', evidence.length));
  switch (finding) {
    case 'leaks':
      return {
        effect: t('label leak · AUC {0} alone', short(evidence[0].leak!)),
        more: feature.singleAuc === null ? more : more.slice(1),
        leaks: true,
      };
    case 'adds':
      return { effect: t('adds {0} {1}', gain(without!), metric), more, leaks: false };
    case 'hurts':
      return { effect: t('costs {0} {1}', gain(without!), metric), more, leaks: false };
    case 'nothing': {
      // Beside the other features: two copies of a leak have no effect of their own, and leak all the same.
      const alone = source.features.length === 1;
      const effect = alone ? t('no measurable effect') : t('no measurable own effect');
      return { effect, more, leaks: false };
    }
    case 'unmeasured': {
      if (more[0] !== undefined && feature.singleAuc !== null) {
        return { effect: more[0], more: more.slice(1), leaks: false };
      }
      const lis = headlineLis(source);
      const effect =
        sideOf(lis) === 'nothing'
          ? t('in source {0} · no measurable LIS', source.name)
          : t('in source {0} · LIS {1} {2}', source.name, gain(lis), metric);
      return { effect, more, leaks: false };
    }
  }
}

/** `+0.031`; four digits where three would hide what the interval shows. */
function gain({ value }: Estimate): string {
  const three = value.toFixed(3);
  return Math.abs(value) < 0.01 ? signed(value) : value > 0 ? `+${three}` : three;
}

/** `0.97`; what is not perfect is not written as 1.00. */
function short(auc: number): string {
  return auc < 1 && auc >= 0.995 ? (Math.floor(auc * 1e4) / 1e4).toFixed(4) : auc.toFixed(2);
}
