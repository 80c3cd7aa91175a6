/** Numbers with their intervals, one below the other. */
import type { Interval } from '../statistics.ts';
import { colour, legend, line, mark, picture, plain, text, ticks, WIDTH } from './svg.ts';

export interface WhiskerPlot {
  title: string;
  x: string;
  /** Each has a mark of its own. */
  groups: readonly string[];
  /** In each, an interval for every group, or NaN. */
  rows: readonly { name: string; intervals: readonly Interval[] }[];
}

const [LEFT, RIGHT, TOP, BOTTOM] = [292, 20, 56, 44] as const;

export function whiskers({ title, x, groups, rows }: WhiskerPlot): string {
  const tall = 12 + 13 * groups.length;
  const height = TOP + rows.length * tall + BOTTOM;
  const ends = rows.flatMap(({ intervals }) =>
    intervals.flatMap(({ low, high }) => [low, high]).filter((end) => !Number.isNaN(end)),
  );
  const [from, to] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const placeX = (value: number) => LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  return picture(title, height, [
    ...legend(groups, 42),
    ...ticks(from, to).flatMap((tick) => [
      line(placeX(tick), TOP, placeX(tick), height - BOTTOM, tick === 0 ? 'zero' : 'grid'),
      text(placeX(tick), height - BOTTOM + 16, plain(tick), 'middle'),
    ]),
    ...rows.flatMap(({ name, intervals }, row) => {
      const top = TOP + row * tall + 6;
      return [
        text(LEFT - 10, top + (tall - 12) / 2 + 4, name, 'end'),
        ...intervals.flatMap(({ value, low, high }, group) => {
          if (Number.isNaN(value)) return [];
          const y = top + 13 * group + 6.5;
          const whisker = `<line x1="${placeX(low).toFixed(1)}" y1="${y}" x2="${placeX(high).toFixed(1)}" y2="${y}" stroke="${colour(group)}" stroke-width="1.5"/>`;
          return [whisker, mark(placeX(value), y, group)];
        }),
      ];
    }),
    text((LEFT + WIDTH - RIGHT) / 2, height - 8, x, 'middle'),
  ]);
}
