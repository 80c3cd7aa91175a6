/** When users come: sessions, more in the evening than at night, of users who come more or less often. */
import { DAY_MS, HOUR_MS, START_MS } from './calendar.ts';
import { type Random, sampler } from './random.ts';

/** Relative traffic per hour of the day (UTC). */
const TRAFFIC = [3, 2, 1, 1, 1, 2, 4, 7, 8, 7, 6, 6, 8, 8, 7, 6, 6, 7, 9, 10, 11, 11, 9, 5];

export interface Visit {
  user: number;
  /** ms since 1970. */
  time: number;
}

export interface VisitPlan {
  /** Chance to come, relative to other users. */
  activity: Float64Array;
  /** Counted from the first. */
  day: number;
  /** How many there are. */
  visits: number;
  /** Visits of the longest sessions; those of one follow each other within 20 s to 2 min. */
  longest: number;
}

/** The visits of a day in order of time; equal times are ordered by user, none of whom comes twice at one time. */
export function planVisits({ activity, day, visits: most, longest }: VisitPlan, random: Random): Visit[] {
  const pickUser = sampler(activity, random);
  const pickHour = sampler(Float64Array.from(TRAFFIC), random);
  const from = START_MS + day * DAY_MS;
  const visits: Visit[] = [];
  const taken = new Set<number>();
  while (visits.length < most) {
    const user = pickUser();
    let time = from + pickHour() * HOUR_MS + random.below(HOUR_MS);
    const length = 1 + random.below(longest);
    for (let k = 0; k < length && visits.length < most && time < from + DAY_MS; k++) {
      const key = (time - from) * activity.length + user;
      if (!taken.has(key)) visits.push({ user, time });
      taken.add(key);
      time += 20_000 + random.below(100_000);
    }
  }
  return visits.sort((a, b) => a.time - b.time || a.user - b.user);
}
