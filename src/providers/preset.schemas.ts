/** A preset: what a person reads about a vendor's product, and the connector that is copied into the provider's row. */
import { z } from 'zod';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { localizedSchema } from '#connectors/template.schemas.js';

/** The nine kinds of integration. */
export const CATEGORIES = [
  'payment',
  'sms',
  'whatsapp',
  'mail',
  'storage',
  'captcha',
  'ota',
  'door-lock',
  'coretax',
] as const;
export const categorySchema = z.enum(CATEGORIES);
export type CategoryId = z.infer<typeof categorySchema>;

/** A percentage or a tax rate as a decimal string, so that no float ever holds money. */
const rateSchema = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'a decimal text such as "0.7"');

/**
 * What one payment by a method costs: percent of the amount + `fixed`, not below `min` nor above `max`, plus
 * `tax_percent` of that. An entry without a percentage and without an amount says that the fee is not known.
 */
export const feeSchema = z.strictObject({
  /** One of the connector's methods; `*` is for all that have no entry of their own. */
  method: z.string(),
  percent: rateSchema.optional(),
  /** Minor units of the preset's currency. */
  fixed: z.int().min(0).optional(),
  min: z.int().min(0).optional(),
  max: z.int().min(0).optional(),
  tax_percent: rateSchema.optional(),
  note: localizedSchema.optional(),
});
export type Fee = z.infer<typeof feeSchema>;

/** Whom an owner asks about the account or a failure: official contacts only, else left out. */
export const supportSchema = z.strictObject({
  /** As it is dialled in the vendor's country. */
  phone: z.string().min(3).max(40).optional(),
  email: z.email().optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  hours: localizedSchema.optional(),
});
export type Support = z.infer<typeof supportSchema>;

/** What some of the vendor's codes mean to an owner, in place of what is said of their kind. */
export const errorHelpSchema = z.strictObject({
  /** As `code` of the connector's error rules gives them. */
  codes: z.array(z.string().min(1)).min(1),
  title: localizedSchema.optional(),
  why: localizedSchema,
  /** One step a line. */
  next: localizedSchema.optional(),
});
export type ErrorHelp = z.infer<typeof errorHelpSchema>;

export const presetSchema = z.strictObject({
  $schema: z.string().optional(),
  preset_id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by -'),
  version: z.int().min(1),
  vendor: z.string().min(1),
  display_name: z.string().min(1),
  category: categorySchema,
  api_format: z.string().min(1),
  description: localizedSchema,
  /** Left out where the owner brings them, as in a custom preset. */
  base_url_production: z.url().optional(),
  base_url_sandbox: z.url().optional(),
  auth_method: z.string(),
  auth_user_field: z.string().optional(),
  supported_methods: z.array(z.string()),
  capabilities: z.array(z.string()),
  webhook_signature_method: z.string(),
  default_currency: z.string().length(3),
  fees: z.array(feeSchema),
  fee_structure_url: z.url().optional(),
  docs_url: z.url().optional(),
  indonesia_friendly: z.boolean(),
  /** How sure the wire facts are, as a whole; single doubts stand in `assumed`. */
  confidence: z.enum(['official', 'secondary', 'assumed']),
  assumed: z.array(z.string()).default([]),
  checked_on: z.iso.date(),
  /** Steps in the vendor's dashboard: where the keys are, where the webhook URL goes. */
  setup: z.strictObject({ id: z.array(z.string()).min(1), en: z.array(z.string()).min(1) }),
  support: supportSchema.optional(),
  error_help: z.array(errorHelpSchema).default([]),
  connector: connectorSchema,
});
export type Preset = z.infer<typeof presetSchema>;
