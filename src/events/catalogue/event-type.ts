import type { z } from 'zod';

/** One kind of event, as integrators read about it. */
export interface EventType {
  /** `<subject>.<past participle>`. */
  readonly event: string;
  readonly description: { readonly id: string; readonly en: string };
  /** Shape of `data`. */
  readonly schema: z.ZodType;
  /** A `data` that fits the schema; its ids and names are made up. */
  readonly sample: Readonly<Record<string, unknown>>;
}
