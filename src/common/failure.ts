/**
 * The one error type of the core. Every failure a user can cause or meet is a `Failure`: one sentence that says
 * what, where and what to do. Anything else that is thrown is a defect and exits as `internal`.
 */

/** `usage`: bad options or spec · `data`: bad input files · `resource`: memory, disk · `internal`: a defect. */
export type FailureKind = 'usage' | 'data' | 'resource' | 'internal';

/** Process exit code per kind: 0 fine, 1 gate not met, 2 bad usage or spec, 3 bad data, 4 internal or resource. */
export const EXIT_CODE: Record<FailureKind, number> = { usage: 2, data: 3, resource: 4, internal: 4 };

/** Where a failure belongs. `line` and `column` are 1-based, as users read them; `specPath` is the key in the spec. */
export interface FailureWhere {
  file?: string;
  line?: number;
  column?: number;
  specPath?: readonly (string | number)[];
}

/** A failure with a stable `code` (for tests and machines), a sentence for people, and a place. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly where: FailureWhere;

  constructor(kind: FailureKind, code: string, message: string, where: FailureWhere = {}) {
    super(message);
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
    this.where = where;
  }

  get exitCode(): number {
    return EXIT_CODE[this.kind];
  }
}

/** Thrown by every long-running function when its signal aborts. Never reported as an error. */
export class Cancelled extends Error {
  constructor() {
    super('Cancelled.');
    this.name = 'Cancelled';
  }
}

/** A named, counted observation about the data that does not stop a run. It goes into the report's `warnings`. */
export interface Warning {
  code: string;
  message: string;
  count?: number | undefined;
}
