import { z } from 'zod';

/** A JSONata expression, recognised by its first character. */
export const expressionSchema = z
  .string()
  .startsWith('=', 'an expression begins with "="')
  .max(4000);

/** Any JSON value; strings that begin with `=` are expressions. */
export const templateSchema = z.json();
export type Template = z.infer<typeof templateSchema>;

export const templateRecordSchema = z.record(z.string(), templateSchema);

/** A text for people, in the two languages of the admin UI. */
export const localizedSchema = z.strictObject({ id: z.string().min(1), en: z.string().min(1) });
export type Localized = z.infer<typeof localizedSchema>;

/**
 * How a body is written: `form_nested` writes `a[b]=c` and `a[0]=c`, `none` sends no body even when
 * the method allows one.
 */
export const encodingSchema = z.enum([
  'none',
  'json',
  'form',
  'form_nested',
  'multipart',
  'xml',
  'text',
]);
export type Encoding = z.infer<typeof encodingSchema>;

/** How the vendor writes amounts in answers and webhooks, and the exponents that differ from the table. */
export const moneySchema = z.strictObject({
  notation: z.enum(['decimal', 'minor']).default('decimal'),
  exponents: z.record(z.string().length(3), z.int().min(0).max(4)).default({}),
});
export type MoneyNotation = z.infer<typeof moneySchema>;
