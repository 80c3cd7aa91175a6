/** The kept runs of a panel's spec, as the tab Trend draws them. */
import type { HostToPanelPayloads } from '../../protocol/panel.ts';
import type { RunHistory } from '../../report/kept/history.ts';

/** Older runs are counted and not read. */
const MOST_RUNS = 50;

/** @param paths of the runs, newest first */
export async function runSeries(
  paths: readonly string[],
  history: RunHistory,
): Promise<HostToPanelPayloads['history']> {
  const found = await history.among(paths.slice(0, MOST_RUNS));
  const runs = found.toReversed().flatMap(({ content }) => {
    if (!('facts' in content)) return [];
    const { created, rows, baseAuc, metric, gains, verdict, artefact } = content.facts;
    const { code, severity, target } = verdict ?? {};
    const judged = code && severity && target ? { verdict: { code, severity, target } } : {};
    return { created, rows, baseAuc, metric, gains, artefact, ...judged };
  });
  return {
    runs,
    older: Math.max(0, paths.length - MOST_RUNS),
    damaged: found.length - runs.length,
  };
}
