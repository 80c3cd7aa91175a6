/** What a spec evaluates, by name: its sources and its models, no two of which share one. */
import type { Spec } from '../../../specfile/schema.ts';

export const SECTIONS = ['sources', 'models'] as const;
export type Section = (typeof SECTIONS)[number];

export interface Part {
  section: Section;
  /** Place in the section's list. */
  index: number;
  name: string;
}

/** In the order of the spec: sources, then models. */
export function partsOf(spec: Pick<Spec, Section> | undefined): Part[] {
  if (spec === undefined) return [];
  return SECTIONS.flatMap((section) => spec[section].map(({ name }, index) => ({ section, index, name })));
}

/** Where the spec defines a part; undefined where it names none so (any more). */
export function pathOfPart(spec: Pick<Spec, Section>, name: string): [Section, number] | undefined {
  const part = partsOf(spec).find((candidate) => candidate.name === name);
  return part && [part.section, part.index];
}
