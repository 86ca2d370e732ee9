/**
 * The connector: a declarative definition of how one vendor is spoken to. This schema is the single
 * source; its JSON Schema is generated from it, so editors and the admin UI check what runs.
 *
 * Template rule: any JSON value is itself; a string that begins with `=` is a JSONata expression; a
 * key whose value comes out undefined is left out.
 *
 * Expressions of a request see `{request, provider, credentials, refs, steps, method, money, page, now}`;
 * `method` is the entry of `methods` that `request.method` names, with its `name`, `money` what holds for
 * the step. Those over an answer see `{status, headers, body}` besides, but of the credentials only the
 * open ones: `when`, `refuse`, `ok`, `errors`, `result`, `refs`, `client`.
 *
 * In a result `status` is translated by `statuses`, or by the map that `status_map` names, and
 * `amount` with `currency` becomes minor units; a status written out literally is ours already.
 */
import { z } from 'zod';
import { VENDOR_ERROR_KINDS, type VendorErrorKind } from '#core/errors/vendor-error.js';
import { authSchema } from './auth/auth.schemas.js';
import { webhookSchema } from './webhook/webhook.schemas.js';
import {
  encodingSchema,
  expressionSchema,
  localizedSchema,
  moneySchema,
  templateRecordSchema,
  templateSchema,
} from './template.schemas.js';

const errorKinds = Object.keys(VENDOR_ERROR_KINDS) as [VendorErrorKind, ...VendorErrorKind[]];

const credentialFieldSchema = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]*$/, 'use lower case letters, digits and _'),
  label: localizedSchema,
  help: localizedSchema.optional(),
  secret: z.boolean().default(true),
  /**
   * Whether it tells one vendor account from another; providers of one account share their webhooks. Secrets do unless
   * this says no, as for a private key of our own that several vendors know; a client id may say yes.
   */
  account: z.boolean().optional(),
  required: z.boolean().default(true),
  /** Linear-time regular expression that the whole value must match. */
  pattern: z.string().optional(),
  placeholder: z.string().optional(),
  default: z.string().optional(),
  /** Multi-line input, for PEM keys and JSON key files. */
  multiline: z.boolean().optional(),
});
export type CredentialField = z.infer<typeof credentialFieldSchema>;

/** A check over `{provider, credentials}` on what the owner typed, such as a key of the wrong environment. */
const ruleSchema = z.strictObject({
  field: z.string(),
  when: expressionSchema,
  message: localizedSchema,
  severity: z.enum(['error', 'warning']).default('error'),
});

const baseUrlSchema = z.strictObject({ production: z.url(), sandbox: z.url() });

const errorRuleSchema = z.strictObject({
  when: expressionSchema,
  kind: z
    .enum(errorKinds)
    .describe('What kind of failure it is: who is at fault, and whether a fallback may try.'),
  message: templateSchema.optional(),
  code: templateSchema.optional(),
  field: z.string().optional(),
  retry_after: templateSchema.optional(),
});
export type ErrorRule = z.infer<typeof errorRuleSchema>;

/** Known before anything is sent: what the vendor would refuse, or can't be asked yet. */
const refusalRuleSchema = errorRuleSchema.omit({ retry_after: true });
export type RefusalRule = z.infer<typeof refusalRuleSchema>;

const pagesSchema = z.strictObject({
  max: z.int().min(2).max(20),
  /** Predicate over the answer, which it also sees as `steps.<name>`. */
  until: expressionSchema,
});

const stepFields = {
  method: z
    .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
    .default('POST')
    .describe('HTTP method.'),
  /** Name of one of `base_urls`. */
  base: z.string().default('default'),
  /**
   * Path after the base URL, or a whole URL where a vendor hands one out. To a host that is none of
   * ours such a URL goes without the connector's own auth and headers; the step can bring its own.
   */
  path: z.string().default(''),
  query: templateRecordSchema
    .optional()
    .describe('Query parameters; a value that begins with = is an expression.'),
  headers: templateRecordSchema.optional(),
  encoding: encodingSchema.default('json').describe('How the body is written.'),
  body: templateSchema
    .optional()
    .describe(
      'The body; strings that begin with = are expressions over request, provider, credentials, refs.',
    ),
  /** Root element when `encoding` is xml. */
  xml_root: z.string().optional(),
  /** How to read the answer; `auto` goes by its content type. */
  response: z.enum(['auto', 'json', 'xml', 'form', 'text']).default('auto'),
  timeout_ms: z
    .int()
    .min(100)
    .max(120_000)
    .optional()
    .describe('How long the vendor may take, in milliseconds.'),
  auth: authSchema.optional(),
  /** The first that holds ends the operation; nothing is sent. */
  refuse: z.array(refusalRuleSchema).optional(),
  /** The same request again, with `page` 2, 3, …, until the predicate holds or `max` is reached. */
  pages: pagesSchema.optional(),
  /**
   * Predicate over `{status, headers, body}`; the default is any 2xx. When it holds, no error rule is
   * asked; without it the rules come first.
   */
  ok: expressionSchema.optional(),
  /** Asked before the connector-wide list. */
  errors: z.array(errorRuleSchema).optional(),
  result: templateSchema
    .optional()
    .describe('What the answer means in our words, such as status and action.'),
  /** Vendor ids to keep for later operations. */
  refs: templateRecordSchema.optional(),
  /** Where this request and its answer write amounts in another way than the rest of the vendor's API. */
  money: moneySchema.optional(),
};

const stepSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** The step is left out when this is not true. */
  when: expressionSchema.optional(),
  ...stepFields,
});
export type StepDefinition = z.infer<typeof stepSchema>;

const operationFields = {
  /** The vendor recognises a repeat of this very request and answers it without acting twice. */
  idempotent: z.boolean().optional(),
};

const singleOperationSchema = z.strictObject({ ...operationFields, ...stepFields });
/** One request; a step is one too. */
export type SingleOperation = z.infer<typeof singleOperationSchema>;
const steppedOperationSchema = z.strictObject({
  ...operationFields,
  /**
   * Run in order; each sees the answers of those before it as `steps.<name>.{status,headers,body,result}`. Where none
   * is written, or none applies, nobody is asked: the operation's own `result` is made here, out of the request.
   */
  steps: z.array(stepSchema).max(10),
  result: templateSchema
    .optional()
    .describe('What the answer means in our words, such as status and action.'),
  refs: templateRecordSchema.optional(),
});
export const operationSchema = z.union([singleOperationSchema, steppedOperationSchema]);
export type OperationDefinition = z.infer<typeof operationSchema>;

/** What a guest or the PMS may pick, by our name for it; `code` is the vendor's. */
const methodSchema = z.looseObject({
  code: z.string(),
  label: localizedSchema.optional(),
  min: z.int().optional(),
  max: z.int().optional(),
});

const limitsSchema = z.strictObject({
  per_second: z.number().positive().optional(),
  per_minute: z.number().positive().optional(),
  concurrency: z.int().positive().optional(),
  batch: z
    .strictObject({
      max_items: z.int().positive().optional(),
      max_bytes: z.int().positive().optional(),
    })
    .optional(),
  /** What the vendor allows as our reference; ours is cut and cleaned to fit. */
  reference: z
    .strictObject({
      max_length: z.int().min(16).max(255).default(50),
      charset: z.string().default('A-Za-z0-9_-'),
    })
    .optional(),
  amount: z.strictObject({ min: z.int().optional(), max: z.int().optional() }).optional(),
  /** The card or wallet token of a payment, as the vendor's script gives it to the guest's browser. */
  token: z
    .strictObject({
      /** Linear-time regular expression that the whole token must match. */
      pattern: z.string().optional(),
      /** How old a token that says when it was made (a JWT) may be. */
      lifetime_s: z.int().min(1).optional(),
      /** The vendor takes each token once; a second payment with it is refused before the vendor is asked. */
      single_use: z.boolean().default(false),
    })
    .optional(),
});

/**
 * Numbers that the hub gives out itself, such as the customer part of a virtual account: so many random digits, no two
 * open payments with the same. `create` sees its own as `request.number`.
 */
const numbersSchema = z.strictObject({
  /** Digits; an expression may take it from the settings. Fewer digits are used up sooner. */
  length: z.union([z.int().min(4).max(20), expressionSchema]),
  /** Providers with the same scope share one series; the default is the provider itself. */
  scope: templateSchema.optional(),
});

/**
 * The small transaction that a connection test makes and takes back in the sandbox. Without this part the category makes
 * a fitting one by itself.
 */
const testTransactionSchema = z.strictObject({
  /** False where nothing can be tried without a guest. */
  enabled: z.boolean().default(true),
  /** False where the vendor closes an unpaid transaction by time alone. */
  cancel: z.boolean().default(true),
  /** Why it is not tried, or what stays of it; shown with the result. */
  note: localizedSchema.optional(),
  /** Fields of the sample request that this vendor wants otherwise, such as `amount` or `method`. */
  request: z.record(z.string(), z.json()).default({}),
});

export const connectorSchema = z.strictObject({
  credentials: z
    .array(credentialFieldSchema)
    .default([])
    .describe('What the owner types in: one entry for each field of the form.'),
  rules: z
    .array(ruleSchema)
    .default([])
    .describe('Checks on what was typed, such as a key of the wrong environment.'),
  /** What `provider.extra` holds where the provider's own `extra_config` says nothing else: the vendor's switches. */
  settings: z.record(z.string(), z.json()).default({}),
  numbers: numbersSchema
    .optional()
    .describe(
      'Numbers that the hub gives out itself, such as the customer part of a virtual account.',
    ),
  base_urls: z
    .record(z.string(), baseUrlSchema)
    .default({})
    .describe('Addresses of the vendor by name, each for production and sandbox.'),
  auth: authSchema.default({ scheme: 'none' }).describe('How each request proves who we are.'),
  headers: templateRecordSchema
    .default({})
    .describe('Headers of every request; a value that begins with = is an expression.'),
  operations: z
    .record(z.string(), operationSchema)
    .default({})
    .describe('One named request each: create, status, cancel, refund, lookup, test.'),
  methods: z
    .record(z.string(), methodSchema)
    .default({})
    .describe("Payment methods by our name, with the vendor's code."),
  default_method: z.string().optional().describe('The method that is used when none is asked for.'),
  /** The vendor must be told the method; on a hosted page the guest chooses. */
  method_required: z.boolean().default(false),
  currencies: z
    .array(z.string().length(3))
    .optional()
    .describe('ISO 4217 codes that the vendor takes; all where left out.'),
  money: moneySchema
    .default({ notation: 'decimal', exponents: {} })
    .describe('How the vendor writes amounts.'),
  /** Vendor word (compared in lower case) → our status. */
  statuses: z.record(z.string(), z.string()).default({}),
  /** Further maps for objects with words of their own, such as `refund`. */
  status_maps: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  errors: z
    .array(errorRuleSchema)
    .default([])
    .describe("What the vendor's failures mean; the first rule that holds decides."),
  /** What a browser needs; sees only credentials that are not secret. */
  client: templateRecordSchema.optional(),
  limits: limitsSchema
    .default({})
    .describe('What the vendor allows: calls, references, amounts, tokens.'),
  test_transaction: testTransactionSchema.optional(),
  webhook: webhookSchema
    .optional()
    .describe("How the vendor's notifications are verified, read and answered."),
});
/** A connector with every default filled in. */
export type Connector = z.infer<typeof connectorSchema>;
/** A connector as people write it. */
export type ConnectorInput = z.input<typeof connectorSchema>;
