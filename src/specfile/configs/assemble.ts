/**
 * A drafted config as a parsed spec. The text goes through the one parser, and every path of the spec keeps the place in the
 * config that it came from: whatever fails later points at the config's own line.
 */
import { basename } from 'node:path';
import { type ParsedSpec, parseSpec } from '../reading/parse.ts';
import { LineIndex, type SourceRange } from '../reading/positions.ts';
import { pathText, type SpecPath, type SpecProblem } from '../reading/problem.ts';
import type { DraftedConfig } from './draft-config.ts';
import type { Place } from './text.ts';
import type { Choice } from './write.ts';

/**
 * Parsed like a spec, with its ranges in the config. What stands in another file (a dataset config) is marked where this one
 * names the dataset, and said with its line.
 */
export interface AdaptedConfig
  extends ParsedSpec,
    Pick<DraftedConfig, 'kind' | 'framework' | 'datasets' | 'notes'> {
  /** What each part of the spec is, and why. */
  choices: Choice[];
  /** The commented spec; absent where none could be made. */
  text?: string;
  /** ` (dataset_config.yaml, line 5)` where a path of the spec came from another file; else nothing. */
  elsewhere(path: SpecPath): string;
}

export function assembleConfig(drafted: DraftedConfig): AdaptedConfig {
  const { path: config, anchor, written } = drafted;
  const parsed = parseSpec(written?.text ?? '');
  const placeOf = (path: SpecPath): Place => {
    for (let length = path.length; length > 0; length--) {
      const place = written?.places.get(pathText(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return { file: config, range: anchor };
  };
  const here = ({ file, range }: Place): SourceRange => (file === config ? range : anchor);
  const suffix = ({ file, range }: Place): string =>
    file === config ? '' : ` (${basename(file)}, line ${range.start.line + 1})`;
  const problems = drafted.problems.map(({ code, message, place }): SpecProblem => {
    return { severity: 'error', code, message: `${message}${suffix(place)}`, range: here(place), path: [] };
  });
  if (written !== undefined) {
    for (const { severity, code, message, path } of parsed.problems) {
      const place = placeOf(path);
      problems.push({ severity, code, message: `${message}${suffix(place)}`, range: here(place), path });
    }
  }
  const { kind, framework, datasets, notes } = drafted;
  return {
    ...(parsed.spec !== undefined && { spec: parsed.spec }),
    problems,
    value: written === undefined ? undefined : parsed.value,
    embedded: false,
    rangeOf: (path) => here(placeOf(path)),
    rangeWithin: (path) => here(placeOf(path)),
    textOf: ({ start, end }) => drafted.source.slice(start.offset, end.offset),
    rangeFrom: (start, end) => new LineIndex(drafted.source).range(start, end),
    placeAt: () => undefined, // what stands in a config is not the spec's text
    has: (path) => written !== undefined && parsed.has(path),
    kind,
    framework,
    datasets,
    notes,
    choices: written?.choices ?? [],
    ...(written !== undefined && { text: written.text }),
    elsewhere: (path) => suffix(placeOf(path)),
  };
}
