/** The command of a spec as a call of a program: with the job's file as its last argument, and the same in its environment. */
import { resolve } from 'node:path';
import type { ProgramCall } from '../../report/progress.ts';
import type { CommandRanker } from '../../spec/schema-ranker.ts';

/** A list is a program and its arguments. A line goes to the platform's shell, whatever shell the user types into. */
export function programOf(
  command: CommandRanker['command'],
  jobPath: string,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): Pick<ProgramCall, 'program' | 'args'> {
  if (typeof command !== 'string') {
    const [program = '', ...args] = command;
    // Beside the spec, whatever the platform takes a relative program to be relative to.
    const isPath = /[\\/]/.test(program);
    return { program: isPath ? resolve(folder, program) : program, args: [...args, jobPath] };
  }
  if (platform === 'win32') {
    const line = `${command} "${jobPath}"`;
    return { program: process.env['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`] };
  }
  const quoted = `'${jobPath.replaceAll("'", `'\\''`)}'`;
  return { program: '/bin/sh', args: ['-c', `${command} ${quoted}`] };
}
