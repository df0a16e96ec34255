import { Refusal } from '@countersign/contracts';

interface Parser<Value> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Value }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

/** A line of NDJSON in the shape of a schema. @throws Refusal BAD_INPUT with the first thing that is wrong */
export function readJsonLine<Value>(shape: Parser<Value>, text: string | null): Value {
  if (text === null) throw new Refusal('BAD_INPUT', 'The line is no UTF-8.');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal('BAD_INPUT', 'The line is no JSON.');
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(
    'BAD_INPUT',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not in the expected form'}`,
  );
}
