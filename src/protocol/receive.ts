/**
 * Messages as both channels know them: a name and a payload, checked against one schema per name by whoever receives
 * them. A message of another version, or of something else that writes to the channel, is refused instead of believed.
 */
import type * as z from 'zod/mini';
import { check, firstReason } from '../common/check.ts';

/** From message name to payload, derived from one schema per name. */
export type Payloads<Schemas extends Record<string, z.ZodMiniType>> = {
  [Name in keyof Schemas]: z.output<Schemas[Name]>;
};

/** A message on the wire: its name and its payload. */
export type Message<P> = { [Name in keyof P]: { type: Name; payload: P[Name] } }[keyof P];

/** A received value as a message, or the reason why it is none. */
export type Received<M> = { message: M } | { problem: string };

/** Checks a received value. Never throws. */
export function receive<Schemas extends Record<string, z.ZodMiniType>>(
  schemas: Schemas,
  value: unknown,
): Received<Message<Payloads<Schemas>>> {
  const { type, payload } = (value ?? {}) as { type?: unknown; payload?: unknown };
  const schema = typeof type === 'string' && Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) return { problem: `unknown message ${JSON.stringify(type) ?? typeof value}` };
  const checked = check(schema, payload);
  if (checked.success) {
    return { message: { type, payload: checked.data } as Message<Payloads<Schemas>> };
  }
  return { problem: `message "${type}": ${firstReason(checked.error)}` };
}
