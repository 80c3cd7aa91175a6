/** Which colour is whose: that of a source or a model is the same in every chart of a report. */
import type { ArmReport, Report } from '../../src/report/schema.ts';
import type { Theme } from '../theme.ts';
import type { Colour } from './chart.ts';

export type ColourOf = (name: string) => Colour;

/** Places in the order of the report: its sources, then its models. */
export function coloursOf({ sources, models }: Pick<Report, 'sources' | 'models'>): ColourOf {
  const names = [...sources, ...models].map(({ name }) => name);
  const places = new Map(names.map((name, place) => [name, place]));
  return (name) => places.get(name) ?? null;
}

/** An arm is its model's, or else its source's; the base is nobody's. */
export function ofArm({ model, source }: Pick<ArmReport, 'model' | 'source'>, colourOf: ColourOf): Colour {
  const owner = model ?? source;
  return owner === undefined ? null : colourOf(owner);
}

/** The colour of a mark or a line as the theme has it. */
export function inTheme({ colour }: { colour: Colour }, theme: Theme): string {
  if (colour === 'error') return theme.error;
  return colour === null ? theme.nobodys : theme.series[colour % theme.series.length]!;
}
