/** What a surface asks of an audit. */
import type { EvaluateRequest } from '../request.ts';

export interface AuditRequest extends EvaluateRequest {
  /** False: findings have no price, and nothing is trained. */
  price?: boolean | undefined;
  /** False: no Python file is looked at. */
  code?: boolean | undefined;
  /** Columns that are priced, at most; 16 where absent. */
  mostPriced?: number | undefined;
  /** The spec was drafted for data without one. */
  drafted?: boolean | undefined;
}
