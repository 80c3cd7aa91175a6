/** The compute process's side of the programs that its host runs: asks for one, and waits for how it ended. */

import { Failure } from '../common/failure.ts';
import type { ProgramEnd, RunProgram } from '../common/progress.ts';
import type { HostPayloads, WorkerMessage } from '../protocol/messages.ts';

/** A host that does not say that a program was stopped is not waited for longer: a cancelled run ends within a second. */
const STOP_MS = 700;

export interface HostPrograms {
  run: RunProgram;
  ended(end: HostPayloads['programEnded']): void;
}

export function hostPrograms(runId: string, send: (message: WorkerMessage) => void): HostPrograms {
  const waiting = new Map<string, (end: HostPayloads['programEnded']) => void>();
  let asked = 0;
  return {
    run: ({ title, program, args, cwd, env }, signal) =>
      new Promise<ProgramEnd>((resolve, reject) => {
        const programId = String(++asked);
        let timer: NodeJS.Timeout | undefined;
        const settle = (act: () => void): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          waiting.delete(programId);
          act();
        };
        const stop = (): void => {
          send({ type: 'stopProgram', payload: { runId, programId } });
          const end = { reason: 'its stop', complaint: [], output: 'its terminal' };
          timer = setTimeout(() => settle(() => resolve(end)), STOP_MS);
        };
        waiting.set(programId, ({ exitCode, reason, complaint, output, problem }) =>
          settle(() => {
            if (problem === undefined) resolve({ exitCode, reason, complaint, output });
            else reject(new Failure('usage', 'command-not-found', problem));
          }),
        );
        const payload = { runId, programId, title, program, args: [...args], cwd, env: { ...env } };
        send({ type: 'runProgram', payload });
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
    ended: (end) => waiting.get(end.programId)?.(end),
  };
}
