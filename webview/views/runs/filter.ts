/** Which runs a text in the filter box leaves in sight: those that hold each of its words in what a reader knows of them. */
import type { RunRow } from '../../../src/protocol/runs.ts';
import { t } from '../../l10n.ts';
import { verdictOf } from './verdict.ts';

export function filtered(runs: readonly RunRow[], text: string): RunRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const { name, tags, note, found, pinned, change = '' } = run;
    const parts = [found?.source?.name, found?.model?.name, found?.ranker, found?.origin];
    const about = [name, verdictOf(run), change, ...tags, note, ...parts, pinned ? t('pinned') : '']
      .join('\n')
      .toLowerCase();
    return words.every((word) => about.includes(word));
  });
}
