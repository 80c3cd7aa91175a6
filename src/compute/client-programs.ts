/** The host's side of the programs that a run asks for: runs them, says how they ended, and leaves none behind. */

import type { ProgramEnd, RunProgram } from '../common/progress.ts';
import type { HostMessage, WorkerMessage } from '../protocol/messages.ts';

export interface ClientPrograms {
  /** Takes every message about the run. */
  receive(message: WorkerMessage): void;
  /** Ends what still runs: the run is over, however it ended. */
  stopAll(): void;
}

export function clientPrograms(
  runId: string,
  runProgram: RunProgram,
  send: (message: HostMessage) => void,
): ClientPrograms {
  const running = new Map<string, AbortController>();
  const run = async (message: Extract<WorkerMessage, { type: 'runProgram' }>): Promise<void> => {
    const { programId, runId: _own, ...call } = message.payload;
    const abort = new AbortController();
    running.set(programId, abort);
    let end: Partial<ProgramEnd> & { problem?: string };
    try {
      end = await runProgram({ ...call, logPath: '' }, abort.signal);
    } catch (error) {
      end = { problem: error instanceof Error ? error.message : String(error) };
    }
    running.delete(programId);
    const { exitCode, reason, complaint = [], output = '', problem } = end;
    const told = {
      ...(exitCode !== undefined && { exitCode }),
      ...(reason !== undefined && { reason }),
      ...(problem !== undefined && { problem }),
    };
    send({ type: 'programEnded', payload: { runId, programId, complaint: [...complaint], output, ...told } });
  };
  return {
    receive(message) {
      if (message.type === 'runProgram') void run(message);
      else if (message.type === 'stopProgram') running.get(message.payload.programId)?.abort();
    },
    stopAll() {
      for (const abort of running.values()) abort.abort();
    },
  };
}
