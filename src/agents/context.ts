/** What the tools need of where they run: on the command line a compute process of their own, in the editor the editor's. */
import type { DescribeRequest } from '../compute/client.ts';
import type { RunProgress } from '../protocol/messages.ts';
import type { HashOf } from '../report/kept/fingerprint.ts';
import type { LatestReport } from '../report/kept/store.ts';
import type { TableFacts } from '../specfile/authoring/facts.ts';
import type { Roots } from './root.ts';

/** How a tool is called: who waits may give up, and may want to hear how far it is. */
export interface Call {
  signal: AbortSignal;
  onProgress(progress: RunProgress): void;
}

/** An evaluation that an agent asks for. */
export interface RunRequest {
  /** Absolute. */
  specPath: string;
  /** Names of the only sources and models to evaluate. */
  sources?: string[] | undefined;
  seeds?: number | undefined;
  /** Half-width that the intervals are to have. */
  precision?: number | undefined;
}

export interface AgentContext {
  roots: Roots;
  /** The newest report of a spec that can be read. */
  latestReport(specPath: string): Promise<LatestReport | undefined>;
  /** Hashes files of the recorded size and another time; they are read where absent. */
  hashOf?: HashOf | undefined;
  /** Looks at the columns of files. @throws Failure, Cancelled */
  describe(request: DescribeRequest, signal: AbortSignal): Promise<TableFacts>;
  /** Evaluates a spec, and writes its report. @throws Failure, Cancelled */
  evaluate(request: RunRequest, call: Call): Promise<void>;
}
