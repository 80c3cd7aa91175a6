/** What is known of a kind of sources by the spec alone. */
import type * as z from 'zod/mini';
import { kinded } from '../kinded.ts';

/** How a kind comes by its data, and what that says of items. */
export interface Traits {
  /** `built` from the log by this tool, so that its time and its users are known; a `file`; or columns of the `log`. */
  origin: 'built' | 'file' | 'log';
  gives: 'pairs' | 'vectors' | 'clusters' | 'columns';
}

/** A kind of sources: its schema, and its traits. */
export function sourceForm<
  const Kind extends string,
  const Its extends Traits,
  Form extends z.ZodMiniType<object, unknown>,
>(kind: Kind, traits: Its, form: Form) {
  return { ...traits, schema: kinded(kind, form) };
}
