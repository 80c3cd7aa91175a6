/** What training in two stages cannot do, and what it alone can: a head reads bins, and scores that are there already. */
import type { SpecDocument } from './document.ts';
import { mark } from './mark.ts';
import type { SpecPath, SpecProblem } from './problem.ts';
import type { Spec } from './schema.ts';

export function stagedTraining(spec: Spec, document: SpecDocument): SpecProblem[] {
  const isLogged = 'score' in spec.ranker && spec.rankers === undefined;
  if (isLogged && document.has(['training']) && spec.training === 'joint') {
    const message = 'logged scores need `training: staged`';
    return [mark(document, 'error', 'needs-staged-training', ['training'], message)];
  }
  if (!isLogged && spec.training === 'joint') return [];
  const problem = (path: SpecPath, message: string): SpecProblem =>
    mark(document, 'error', 'needs-joint-training', path, `${message}; write \`training: joint\``);
  const rankers = spec.rankers ?? [];
  const commands = [
    ...('command' in spec.ranker && spec.rankers === undefined ? [['ranker']] : []),
    ...rankers.flatMap((one, i) => (typeof one !== 'string' && 'command' in one ? [['rankers', i]] : [])),
  ].map((path) => problem(path, 'a program trains each arm whole'));
  const projections = (['sources', 'models'] as const).flatMap((section) =>
    spec[section].flatMap((one, i) => {
      if (!('embeddings' in one) || !one.use.includes('projection')) return [];
      return [problem([section, i, 'use'], 'a head learns no projection')];
    }),
  );
  return [...commands, ...projections];
}
