/** What a spec says in one of several forms: once it is parsed, its `kind` tells which. */
import * as z from 'zod/mini';

/** The schema of a form whose values get the kind. Nobody writes it: the keys of a form say what it is. */
export function kinded<const Kind extends string, Form extends z.ZodMiniType<object, unknown>>(
  kind: Kind,
  form: Form,
) {
  return z.pipe(
    form,
    z.transform((written: z.output<Form>): { kind: Kind } & z.output<Form> => ({ kind, ...written })),
  );
}
