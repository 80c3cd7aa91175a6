/** What the parts of the evaluation rows are called. Those by a column have the column's name and values. */
import type { Segment } from '../schema.ts';
import { inEnglish, type Translate } from './translate.ts';

type Named = Pick<Segment, 'by' | 'value'>;

/** `item: cold` */
export function segmentName(segment: Named, t: Translate = inEnglish): string {
  return known(segment, t) ?? t('{0}: {1}', segment.by, segment.value);
}

/** `item` and `cold`, apart. */
export function segmentWords(segment: Named, t: Translate): Named {
  const [by = segment.by, value = segment.value] = known(segment, t)?.split(/: |：/) ?? [];
  return { by, value };
}

function known({ by, value }: Named, t: Translate): string | undefined {
  const names: Record<string, string> = {
    'item: cold': t('item: cold'),
    'item: tail': t('item: tail'),
    'item: head': t('item: head'),
    'activity: low': t('activity: low'),
    'activity: middle': t('activity: middle'),
    'activity: high': t('activity: high'),
    'coverage: covered': t('coverage: covered'),
    'coverage: uncovered': t('coverage: uncovered'),
  };
  const name = `${by}: ${value}`;
  return Object.hasOwn(names, name) ? names[name] : undefined;
}
