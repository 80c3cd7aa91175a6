/** What gRPC and Spark say of a call that failed: whether it may be asked again, and in which words a run ends. */
import { Failure } from '../../../common/failure.ts';
import { withoutCredentials } from '../../../specfile/remote-paths.ts';

/** Those of gRPC's codes that matter here. */
const status = {
  CANCELLED: 1,
  UNKNOWN: 2,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** A fault as gRPC tells it. */
interface CallFault {
  code: number;
  details: string;
}

const AT = { specPath: ['engine', 'url'] } as const;
const MOST_WORDS = 400;

export function isCallFault(error: unknown): error is CallFault {
  return (
    error instanceof Error &&
    typeof (error as Error & Partial<CallFault>).code === 'number' &&
    'details' in error
  );
}

/** Whether the same question may have an answer a moment later: the server was not reached, or the connection broke. */
export function mayPass({ code, details }: CallFault): boolean {
  if (code === status.UNAVAILABLE) return true;
  if (code !== status.INTERNAL && code !== status.UNKNOWN && code !== status.CANCELLED) return false;
  return /INVALID_CURSOR\.DISCONNECTED|RST_STREAM|Stream removed|Call ended without gRPC status|premature|ECONNRESET/i.test(
    details,
  );
}

/** Whether the server does not know the question (any more): it never came to it, or has forgotten it. */
export function isUnknownThere({ details }: CallFault): boolean {
  return /INVALID_HANDLE\.OPERATION_|operation not found/i.test(details);
}

/** Whether the server does not know the session that it was asked in before: it is another one now. */
export function isOtherServer({ details }: CallFault): boolean {
  return /INVALID_HANDLE\.SESSION_|session not found/i.test(details);
}

export interface Asked {
  /** `host:port` */
  server: string;
  /** Whether the server has answered before. */
  began: boolean;
  sentToken: boolean;
}

export function failureOf(error: unknown, { server, began, sentToken }: Asked): Error {
  if (!isCallFault(error)) return error as Error;
  const { code, details } = error;
  if (code === status.UNAUTHENTICATED || code === status.PERMISSION_DENIED) {
    if (!sentToken) {
      const message = `${server} wants a token: say in \`engine\` where it is, by \`token: {secret: NAME}\` or \`token: {env: NAME}\`.`;
      return new Failure('usage', 'spark-wants-token', message, { specPath: ['engine'] });
    }
    const message = `${server} refused the token: put one that is valid now where \`engine.token\` says, into VS Code's storage or an environment variable.`;
    return new Failure('usage', 'spark-token-refused', message, { specPath: ['engine', 'token'] });
  }
  if (code === status.RESOURCE_EXHAUSTED && /larger than max/i.test(details)) {
    const message = `${server} sends more than 128 MiB in one message: lower spark.sql.execution.arrow.maxRecordsPerBatch there.`;
    return new Failure('resource', 'spark-message-size', message, AT);
  }
  const most = /spark\.driver\.maxResultSize \(([^)]*)\)/.exec(details)?.[1];
  if (most !== undefined) {
    const message = `The driver at ${server} passes on at most ${most} of a table: start it with a larger spark.driver.maxResultSize (0: no limit).`;
    return new Failure('resource', 'spark-result-size', message, AT);
  }
  if (mayPass(error) && !began) {
    const message = `${server} does not answer: start the Spark Connect server, or correct \`engine.url\` and \`engine.tls\`.`;
    return new Failure('resource', 'spark-unreachable', message, AT);
  }
  if (mayPass(error)) return lostConnection(server);
  if (/\[OPERATION_CANCELED\]|SQLSTATE: HY008/.test(details)) return incompleteResult(server);
  const said = spoken(details.replace(/\S+:\/\/\S+/g, withoutCredentials));
  const message = `${server} could not do what was asked: ${said}`;
  return new Failure('data', 'spark-refused', message, AT);
}

export function lostConnection(server: string): Failure {
  const message = `The connection to ${server} was lost, and did not come back: evaluate again once the server is there.`;
  return new Failure('resource', 'spark-lost', message, AT);
}

export function restarted(server: string): Failure {
  const message = `${server} was restarted meanwhile, and has lost what it was asked: evaluate again.`;
  return new Failure('resource', 'spark-restarted', message, AT);
}

/** What has arrived may be a part of the rows: it is not used. */
export function incompleteResult(server: string): Failure {
  const message = `${server} ended its answer before it was complete (it was interrupted, or restarted): evaluate again.`;
  return new Failure('resource', 'spark-incomplete', message, AT);
}

/** The first line of a message, which may go on with a plan of the query or a trace of the server's. */
function spoken(details: string): string {
  const [line = ''] = details.split(/\r?\n/).filter((text) => text.trim() !== '');
  const first = line.replace(/[;\s]+$/, '');
  const short = first.length > MOST_WORDS ? `${first.slice(0, MOST_WORDS)}…` : first;
  return /[.!?…]$/.test(short) ? short : `${short || 'no reason was given'}.`;
}
