/** Features of a RecBole config: the columns that it loads into the model. */
import { basename } from 'node:path';
import { nearest } from '../../reading/wording.ts';
import type { DraftFeature, Findings } from '../draft.ts';
import type { ConfigText, Place } from '../text.ts';
import { isSequence } from './atomic.ts';
import type { AtomicFile } from './fields.ts';

/** The columns that `load_col` names for one kind of file (all where it is absent or `null`), without those put aside. */
export function featuresOf(
  config: ConfigText,
  suffix: 'inter' | 'item' | 'user',
  file: AtomicFile,
  taken: ReadonlySet<string>,
  findings: Findings,
): DraftFeature[] {
  const features: DraftFeature[] = [];
  for (const { name, from, written } of loaded(config, suffix, file)) {
    if (taken.has(name) || putAside(config, suffix, name)) continue;
    const field = file.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const near = nearest(
        name,
        file.fields.map((known) => known.name),
      );
      const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
      if (written)
        findings.note(
          'no-column',
          `${basename(file.path)} has no column \`${name}\`, which load_col names; it is left out${hint}`,
          from,
        );
    } else if (isSequence(field)) {
      findings.note(
        'sequence-feature',
        `\`${name}\` is a ${field.type}; features are single values, so it is left out`,
        from,
      );
    } else features.push({ name, type: field.type === 'float' ? 'numeric' : 'categorical', from });
  }
  return features;
}

interface Loaded {
  name: string;
  from: Place;
  written: boolean;
}

function loaded(config: ConfigText, suffix: string, file: AtomicFile): Loaded[] {
  const list = config.at(['load_col', suffix]);
  if (Array.isArray(list)) {
    return list.map((name, i) => ({
      name: String(name),
      from: config.place(['load_col', suffix, i]),
      written: true,
    }));
  }
  // `load_col: null` loads everything. Without the key RecBole loads the two ids alone.
  if (!config.has(['load_col']) || config.at(['load_col']) !== null) return [];
  return file.fields.map(({ name }) => ({ name, from: config.place(['load_col'], 'key'), written: false }));
}

/** `unload_col` and `unused_col` keep columns from the model. */
function putAside(config: ConfigText, suffix: string, name: string): boolean {
  return ['unload_col', 'unused_col'].some((key) => {
    const list = config.at([key, suffix]);
    return Array.isArray(list) && list.includes(name);
  });
}
