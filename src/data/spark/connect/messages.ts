/** What the client says and hears of the protocol of Spark Connect: the part that it uses, with the names of the protocol's own files. */

/** Of every request. */
export interface Identity {
  session_id: string;
  user_context: { user_id: string };
  client_type: string;
  client_observed_server_side_session_id?: string | undefined;
}

export interface Answer {
  server_side_session_id?: string | undefined;
}

export type Expression =
  | { unresolved_attribute: { unparsed_identifier: string } }
  | { alias: { expr: Expression; name: string[] } }
  | { literal: { integer: number } | { double: number } | { null: DataTypeOf } }
  | { unresolved_function: { function_name: string; arguments: Expression[] } };

/** A type that is said to the server. */
type DataTypeOf = { integer: Record<string, never> };

/** A question over rows; each kind has its own key. */
export type Relation =
  | {
      read: {
        data_source: { format: string; options: { key: string; value: string }[]; paths: string[] };
      };
    }
  | { read: { named_table: { unparsed_identifier: string } } }
  | { project: { input: Relation; expressions: Expression[] } }
  | {
      aggregate: {
        input: Relation;
        group_type: 'GROUP_TYPE_GROUPBY';
        grouping_expressions: Expression[];
        aggregate_expressions: Expression[];
      };
    }
  | {
      join: {
        left: Relation;
        right: Relation;
        join_condition: Expression;
        join_type: 'JOIN_TYPE_LEFT_OUTER';
      };
    }
  | { deduplicate: { input: Relation; all_columns_as_keys: true } }
  | { limit: { input: Relation; limit: number } }
  | { to_df: { input: Relation; column_names: string[] } }
  | { sql: { query: string } };

export interface Plan {
  root: Relation;
}

/** `kind` names the one key that is there. */
export interface DataType {
  kind?: string;
  string?: { collation?: string };
  decimal?: { precision?: number; scale?: number };
  array?: { element_type?: DataType };
  struct?: { fields?: StructField[] };
}

export interface StructField {
  name?: string;
  data_type?: DataType;
}

export interface AnalyzeRequest extends Identity {
  schema?: { plan: Plan };
  spark_version?: Record<string, never>;
}

export interface AnalyzeAnswer extends Answer {
  schema?: { schema?: DataType };
  spark_version?: { version?: string };
}

export interface ConfigRequest extends Identity {
  operation: { set: { pairs: { key: string; value: string }[] } };
}

export interface ExecuteRequest extends Identity {
  operation_id: string;
  plan: Plan;
  request_options: { reattach_options: { reattachable: boolean } }[];
}

export interface ReattachRequest extends Identity {
  operation_id: string;
  last_response_id?: string | undefined;
}

export interface ReleaseRequest extends Identity {
  operation_id: string;
  release_all?: Record<string, never>;
  release_until?: { response_id: string };
}

export type InterruptRequest = Identity &
  (
    | { interrupt_type: 'INTERRUPT_TYPE_OPERATION_ID'; operation_id: string }
    | { interrupt_type: 'INTERRUPT_TYPE_ALL' }
  );

/** Rows as one Arrow stream of their own. */
export interface ArrowBatch {
  row_count?: number;
  data?: Uint8Array;
  /** Rows of the result before these, where the server counts them. */
  start_offset?: number;
}

export interface ExecuteAnswer extends Answer {
  response_id?: string;
  arrow_batch?: ArrowBatch;
  result_complete?: Record<string, never>;
}

/** The calls with one answer. */
export interface Calls {
  analyzePlan: { request: AnalyzeRequest; answer: AnalyzeAnswer };
  config: { request: ConfigRequest; answer: Answer };
  interrupt: { request: InterruptRequest; answer: Answer };
  releaseExecute: { request: ReleaseRequest; answer: Answer };
  releaseSession: { request: Identity; answer: Answer };
}

/** The calls with a stream of answers. */
export interface Streams {
  executePlan: ExecuteRequest;
  reattachExecute: ReattachRequest;
}
