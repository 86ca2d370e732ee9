/**
 * A bank that speaks the national open-API standard: as a server (token, QR, registered virtual accounts) and as the
 * hotel's client (token, inquiry, payment, notification).
 */
import { z, ZodError } from 'zod';
import type { Call, Reply, Route } from '#test/simulators/kit/http-exchange.js';
import { startSimulator } from '#test/simulators/kit/simulator.js';
import type {
  ControlAction,
  Kit,
  Simulator,
  SimulatorOptions,
  VendorModel,
} from '#test/simulators/kit/simulator.types.js';
import { BankClient, newExternalId } from '#test/simulators/snap-bank/bank-client.js';
import { QrApi, type QrStatus } from '#test/simulators/snap-bank/qr-api.js';
import { SnapAccount, type SnapConfig } from '#test/simulators/snap-bank/snap-account.js';
import { SnapAdmission, TOKEN_LIFETIME_S } from '#test/simulators/snap-bank/snap-admission.js';
import {
  isService,
  refusal,
  type Service,
  SERVICES,
  success,
} from '#test/simulators/snap-bank/snap-answers.js';
import { issueOf, tokenBodySchema } from '#test/simulators/snap-bank/snap-requests.js';
import { VaApi } from '#test/simulators/snap-bank/va-api.js';

export interface SnapOptions extends SimulatorOptions {
  readonly webhookUrl?: string;
  readonly config?: Partial<SnapConfig>;
  /** Waits between attempts at a notification; a bank's are minutes, these milliseconds. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRIES = 5;
const NOTIFY_TIMEOUT_MS = 15_000;
const NOTIFY_PATH = '/v1.0/qr/qr-mpm-notify';

/**
 * Actions: pay, fail, expire, notify (QR by reference); token, inquiry, payment, take (VA by number); forget_tokens,
 * config.
 */
export function startSnapSimulator(options: SnapOptions = {}): Promise<Simulator> {
  const account = new SnapAccount({
    ...(options.webhookUrl !== undefined && { webhook_url: options.webhookUrl }),
    ...options.config,
  });
  const rules = {
    retries: () => RETRIES,
    retryDelaysMs: options.retryDelaysMs ?? [100, 300, 1000, 2000, 4000],
    timeoutMs: NOTIFY_TIMEOUT_MS,
  };
  return startSimulator(options, rules, (kit) => snapModel(kit, account));
}

interface Parts {
  readonly kit: Kit;
  readonly account: SnapAccount;
  readonly qr: QrApi;
  readonly va: VaApi;
  readonly client: BankClient;
}

function snapModel(kit: Kit, account: SnapAccount): VendorModel {
  const admission = new SnapAdmission(account, kit.clock);
  const qr = new QrApi(kit.clock);
  const va = new VaApi(account);
  const parts: Parts = { kit, account, qr, va, client: new BankClient(account, kit.clock) };
  return {
    name: 'snap-bank',
    routes: routes(parts, admission),
    baseUrls: (origin) => ({ default: origin }),
    credentials: () => account.credentials(),
    around: (call, next) => admitted(call, admission, next),
    unknown: () => ({ status: 404, body: { message: 'no such path' } }),
    failure: (status, call) => ({
      status,
      body: {
        responseCode: `${status}${isService(call.operation) ? SERVICES[call.operation] : '00'}00`,
        responseMessage: 'Simulated failure',
      },
    }),
    actions: { ...actions(parts), forget_tokens: () => admission.forgetTokens() },
    state: () => ({
      qr: [...qr.payments.values()].map((payment) => qr.tell(payment)),
      virtual_accounts: [...va.registered.values()],
      payments: [...va.payments.entries()],
    }),
    sweep: () => qr.sweep(),
  };
}

/** Banks put paths of their own in front of the standard's. */
function routes({ qr, va }: Parts, admission: SnapAdmission): Route[] {
  const token = (): Reply =>
    success('token', {
      accessToken: admission.issueToken(),
      tokenType: 'Bearer',
      expiresIn: String(TOKEN_LIFETIME_S),
    });
  const table: readonly [string, string, Service, (call: Call) => Reply][] = [
    ['POST', '/v1.0/access-token/b2b', 'token', token],
    ['POST', '/auth/v2.0/access-token/b2b', 'token', token],
    ['POST', '/v1.0/qr/qr-mpm-generate', 'qr_generate', ({ json }) => qr.generate(json)],
    ['POST', '/v1.0/qr/qr-mpm-query', 'qr_query', ({ json }) => qr.query(json)],
    ['POST', '/v1.0/qr/qr-mpm-cancel', 'qr_cancel', ({ json }) => qr.cancel(json)],
    ['POST', '/v1.0/qr/qr-mpm-refund', 'qr_refund', ({ json }) => qr.refund(json)],
    ['POST', '/v1.0/transfer-va/create-va', 'create_va', ({ json }) => va.create(json)],
    ['POST', '/v1.0/transfer-va/inquiry-va', 'inquiry_va', ({ json }) => va.inquiry(json)],
    ['POST', '/v1.0/transfer-va/status', 'va_status', ({ json }) => va.status(json)],
    ['DELETE', '/v1.0/transfer-va/delete-va', 'delete_va', ({ json }) => va.remove(json)],
  ];
  return table.flatMap(([method, path, operation, handle]) =>
    [path, `/:prefix${path}`].map((full) => ({ method, path: full, operation, handle })),
  );
}

async function admitted(
  call: Call,
  admission: SnapAdmission,
  next: () => Promise<Reply>,
): Promise<Reply> {
  const { operation } = call;
  if (!isService(operation)) return next();
  if (call.headers['content-type']?.startsWith('application/json') !== true || call.malformed) {
    return refusal(operation, { http: 400, number: '00', text: 'Bad Request' });
  }
  const problem = operation === 'token' ? admission.tokenProblem(call) : admission.problem(call);
  if (problem) return refusal(operation, problem);
  try {
    if (operation === 'token') tokenBodySchema.parse(call.json);
    return await next();
  } catch (error) {
    if (error instanceof ZodError) return refusal(operation, issueOf(error));
    throw error;
  }
}

const optionsSchema = z.looseObject({
  token: z.string().optional(),
  external_id: z.string().optional(),
  timestamp: z.string().optional(),
  signature: z.string().optional(),
  without: z.array(z.string()).optional(),
  pretty: z.boolean().optional(),
  client_key: z.string().optional(),
  /** Fields that replace those of the message; null takes one away. */
  fields: z.record(z.string(), z.unknown()).optional(),
});
const vaSchema = optionsSchema.extend({
  va_number: z.string(),
  amount: z.string().optional(),
  request_id: z.string().optional(),
});
const qrSchema = optionsSchema.extend({
  reference: z.string(),
  amount: z.int().optional(),
});
type Options = z.infer<typeof optionsSchema>;

function actions(parts: Parts): Record<string, ControlAction> {
  const end = (status: QrStatus): ControlAction => {
    return (input) => endQr(parts, status, qrSchema.parse(input));
  };
  return {
    pay: end('00'),
    fail: end('06'),
    expire: end('08'),
    notify: (input) => notify(parts, qrSchema.parse(input)),
    token: (input) => parts.client.fetchToken(callOptions(optionsSchema.parse(input))),
    inquiry: (input) => inquire(parts, vaSchema.parse(input)),
    payment: (input) => payVa(parts, vaSchema.parse(input)),
    take: (input) => takeMoney(parts, vaSchema.parse(input)),
    config: (input) => parts.account.change(input),
  };
}

async function endQr(
  parts: Parts,
  status: QrStatus,
  { reference, amount }: z.infer<typeof qrSchema>,
): Promise<unknown> {
  const payment = parts.qr.find(reference);
  if (!payment) throw new Error(`no payment "${reference}"`);
  parts.qr.settle(payment, status, amount);
  await notify(parts, { reference });
  return parts.qr.tell(payment);
}

async function notify(
  { qr, client, kit, account }: Parts,
  input: z.infer<typeof qrSchema>,
): Promise<void> {
  const { reference } = input;
  const payment = qr.find(reference);
  if (!payment) throw new Error(`no payment "${reference}"`);
  if (account.config.webhook_url === null) return;
  const { originalReferenceNo, latestTransactionStatus, ...rest } = qr.tell(payment);
  const message = { originalReferenceNo, latestTransactionStatus, ...rest, additionalInfo: {} };
  const request = await client.signed(NOTIFY_PATH, patched(message, input));
  kit.webhooks.send({ ...request, event: `qr ${payment.status}`, subject: reference });
}

function inquire({ client }: Parts, input: z.infer<typeof vaSchema>) {
  const message = {
    ...client.idsOf(input.va_number),
    trxDateInit: client.stamp(),
    channelCode: 6011,
    language: 'ID',
    amount: { value: '0.00', currency: 'IDR' },
    inquiryRequestId: input.request_id ?? newExternalId(),
    additionalInfo: {},
  };
  return client.call('/v1.0/transfer-va/inquiry', patched(message, input), callOptions(input));
}

async function payVa(parts: Parts, input: z.infer<typeof vaSchema>) {
  const { client, va } = parts;
  const registered = va.findByNumber(client.idsOf(input.va_number)['virtualAccountNo'] ?? '');
  const value =
    input.amount ?? registered?.request.totalAmount.value ?? (await askAmount(parts, input));
  const paymentRequestId = input.request_id ?? newExternalId();
  const message = {
    ...client.idsOf(input.va_number),
    virtualAccountName: 'Budi Santoso',
    trxId: registered?.request.trxId ?? '',
    paymentRequestId,
    channelCode: 6011,
    paidAmount: { value, currency: 'IDR' },
    totalAmount: { value, currency: 'IDR' },
    trxDateTime: client.stamp(),
    referenceNo: '00113344556',
    flagAdvise: 'N',
    paidBills: '',
    additionalInfo: {},
  };
  const answer = await client.call(
    '/v1.0/transfer-va/payment',
    patched(message, input),
    callOptions(input),
  );
  if (answer.status === 200) va.pay(input.va_number, { paymentRequestId, value });
  return answer;
}

/** The bank has the money, but its call to the hotel is lost. */
function takeMoney({ va }: Parts, input: z.infer<typeof vaSchema>): void {
  const { va_number: number, amount = '0.00', request_id: id } = input;
  va.pay(number, { paymentRequestId: id ?? newExternalId(), value: amount });
}

/** What an ATM shows before the guest says yes. */
async function askAmount(parts: Parts, input: z.infer<typeof vaSchema>): Promise<string> {
  const { body, status } = await inquire(parts, vaSchema.parse({ va_number: input.va_number }));
  if (status !== 200) throw new Error(`the hotel answered the inquiry with ${status}`);
  return (body as { virtualAccountData: { totalAmount: { value: string } } }).virtualAccountData
    .totalAmount.value;
}

function patched(message: Record<string, unknown>, { fields = {} }: Options) {
  const whole = Object.entries({ ...message, ...fields });
  return Object.fromEntries(whole.filter(([, value]) => value !== null));
}

function callOptions(input: Options) {
  const { token, timestamp, signature, without, pretty } = input;
  return {
    ...(token !== undefined && { token }),
    ...(timestamp !== undefined && { timestamp }),
    ...(signature !== undefined && { signature }),
    ...(without !== undefined && { without }),
    ...(pretty !== undefined && { pretty }),
    ...(input.external_id !== undefined && { externalId: input.external_id }),
    ...(input.client_key !== undefined && { clientKey: input.client_key }),
  };
}
