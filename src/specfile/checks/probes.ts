/** A probe learns from pairs that were known before each slice: which sources have such pairs. */

import { replacing } from '../authoring/repair.ts';
import { isMapping, valueAt } from '../authoring/schema-walk.ts';
import { isScoredHere, probesOf } from '../model-kinds.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecPath, SpecProblem } from '../reading/problem.ts';
import { nearest } from '../reading/wording.ts';
import type { Spec } from '../schema.ts';
import { givesPairs } from '../source-bases.ts';
import { TRAITS } from '../sources/traits.ts';

/** Kinds of source that a probe can learn from, as a message lists them. */
const PAIRS = Object.entries(TRAITS).flatMap(([kind, { gives }]) => (gives === 'pairs' ? [kind] : []));
const LISTED = `${PAIRS.slice(0, -1).join(', ')} or ${PAIRS.at(-1)}`;

export function probes(spec: Spec, document: SpecDocument): SpecProblem[] {
  return spec.models.flatMap((model, i) => {
    if (!isScoredHere(model)) return [];
    const names = probesOf(model).map(({ source }) => source);
    if (names.length > 0 && model.use.every((use) => use === 'projection')) {
      const message = `a probe is read by its similarities, and \`${model.name}\` uses its projection alone; add \`max\`, \`mean\` or \`tiers\``;
      return [mark(document, 'error', 'probe-without-similarities', ['models', i, 'use'], message)];
    }
    return names.flatMap((name, p) => {
      const at = placeOf(document, i, p);
      if (names.indexOf(name) < p) {
        const message = `\`${model.name}\` is probed twice on \`${name}\`; reports tell its probes apart by their source`;
        return [mark(document, 'error', 'duplicate-probe', at, message)];
      }
      return sourceOf(spec, name, at, document);
    });
  });
}

/** Where the p-th probe of a model names its source: a name, a mapping, or an entry of a list of either. */
function placeOf(document: SpecDocument, model: number, p: number): SpecPath {
  const whole: SpecPath = ['models', model, 'probe'];
  const path = Array.isArray(valueAt(document.value, whole)) ? [...whole, p] : whole;
  return isMapping(valueAt(document.value, path)) ? [...path, 'source'] : path;
}

function sourceOf(spec: Spec, name: string, at: SpecPath, document: SpecDocument): SpecProblem[] {
  const source = spec.sources.find((candidate) => candidate.name === name);
  if (source === undefined) {
    const known = spec.sources.map((candidate) => candidate.name);
    const near = nearest(name, known);
    const repair = near === undefined ? undefined : replacing(document, at, near);
    const what =
      known.length === 0
        ? 'the spec has no sources'
        : `there are ${known.map((other) => `\`${other}\``).join(', ')}`;
    const message = `no source is called \`${name}\`; ${near === undefined ? what : `did you mean \`${near}\`?`}`;
    return [mark(document, 'error', 'unknown-source', at, message, repair)];
  }
  if (source.kind === 'pairs') {
    if (source.time !== undefined) return [];
    const message = `\`${name}\` has no \`time\` column, so nothing tells which of its pairs were known before a slice; name it, or probe on a source built from the log`;
    return [mark(document, 'error', 'probe-without-time', at, message)];
  }
  if (givesPairs(source)) return [];
  const message = `a probe learns from pairs, and \`${name}\` is not made of any; name a source of ${LISTED}`;
  return [mark(document, 'error', 'probe-without-pairs', at, message)];
}
