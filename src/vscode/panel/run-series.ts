/** The kept runs of a panel's spec, as the tab Trend draws them. */
import type { HostToPanelPayloads } from '../../protocol/panel.ts';
import { withSpec } from '../state/later.ts';
import { mayOpenSpec } from './contents.ts';
import type { Subject } from './subject.ts';

/** Older runs are counted and not read. */
const MOST_RUNS = 50;

export async function runSeries(subject: Subject, storage: string): Promise<HostToPanelPayloads['history']> {
  const { allRunPaths, runHistory } = await withSpec();
  const paths = mayOpenSpec(subject) ? await allRunPaths(subject.specPath, storage) : [];
  const found = await runHistory.among(paths.slice(0, MOST_RUNS));
  const runs = found.flatMap(({ content }) => {
    if (!('facts' in content)) return [];
    const { created, rows, baseAuc, metric, gains } = content.facts;
    return { created, rows, baseAuc, metric, gains };
  });
  return {
    runs: runs.reverse(),
    older: Math.max(0, paths.length - MOST_RUNS),
    damaged: found.length - runs.length,
  };
}
