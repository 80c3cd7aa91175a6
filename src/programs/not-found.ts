/** What is said of a program that cannot be started, wherever that is found out. */
import { Failure } from '../common/failure.ts';

/** The one sentence on a program that cannot be started. */
export function notFound(
  program: string,
  folder: string,
  specPath?: readonly (string | number)[],
  reason = `there is no program \`${program}\` that may be executed`,
): Failure {
  const message = `the ranker's command cannot be started in ${folder}: ${reason}; name a program that is on the PATH, or its path from the spec's folder.`;
  return new Failure('usage', 'command-not-found', message, specPath === undefined ? {} : { specPath });
}
