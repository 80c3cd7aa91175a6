/** The command of a spec as a call of a program: with the job's file as its last argument, and the same in its environment. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { ProgramCall } from '../../common/progress.ts';
import { notFound } from '../../programs/not-found.ts';
import type { CommandRanker } from '../../specfile/schema-ranker.ts';

/**
 * A list is a program and its arguments. A line goes to the platform's shell, whatever shell the user types into; a block of
 * YAML ends with a line break, which would make the job a command of its own.
 */
export function programOf(
  command: CommandRanker['command'],
  jobPath: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Pick<ProgramCall, 'program' | 'args'> {
  if (typeof command !== 'string') {
    const [program = '', ...args] = command;
    // Beside the spec, whatever the platform takes a relative program to be relative to.
    return { program: isPath(program) ? resolve(folder, program) : program, args: [...args, jobPath] };
  }
  const line = command.trimEnd();
  if (platform === 'win32') {
    const call = `${line} "${jobPath}"`;
    return { program: process.env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${call}"`] };
  }
  const quoted = `'${jobPath.replaceAll("'", `'\\''`)}'`;
  return { program: '/bin/sh', args: ['-c', `${line} ${quoted}`] };
}

const isPath = (program: string): boolean => /[\\/]/.test(program);

/**
 * Fails now where the program of a list would be found absent after minutes of building features. What a line for the shell
 * starts is not known before it runs.
 * @param onPath whether a program without a path is looked for too: not where somebody else's PATH decides
 * @throws Failure `command-not-found`
 */
export async function assertProgram(
  { command }: CommandRanker,
  folder: string,
  specPath: readonly (string | number)[],
  onPath: boolean,
): Promise<void> {
  if (typeof command === 'string') return;
  const [program = ''] = command;
  const places = isPath(program)
    ? [resolve(folder, program)]
    : (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, program));
  if (process.platform === 'win32' || (!isPath(program) && !onPath)) return; // there, endings decide too
  const found = await Promise.all(
    places.map((place) =>
      access(place, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!found.includes(true)) throw notFound(program, folder, specPath);
}
