import { AppError } from '#core/errors/app-error.js';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import { toDecimal } from '#core/money/money.js';
import type {
  ConnectionProbe,
  ProbeFacts,
  ProbeResult,
  TestCheck,
} from '#providers/connection-probe.js';
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { paymentFormats } from '../formats/payment-formats.js';
import type { CreatePaymentRequest, PaymentCreated, PaymentPort } from '../payment.port.js';
import { makeProbeReference } from './probe-reference.js';
import { sampleRequest } from './sample-request.js';

/** Formats with a port of their own, such as recurring payments. */
const NOTHING_TO_TRY: ProbeResult = { outcome: 'not_tried', checks: [] };

const CREATED = 'test_transaction';
const CANCELLED = 'test_transaction_cancelled';

/** What to do about each way in which a vendor does not open the test transaction. */
const ADVICE: Readonly<Record<VendorErrorKind, string>> = {
  unavailable: 'The vendor could not be reached for it; test again in a minute.',
  ambiguous:
    'The vendor did not answer in time, so it may be open there; it expires by itself. Test again in a minute.',
  unauthorized:
    'The key may read but not take payments. Give it that permission, or activate this payment method, in the dashboard of the vendor.',
  rate_limited: 'The vendor asks to wait: too many calls. Test again in a minute.',
  invalid_request:
    'The vendor refused it. Check that this payment method is activated in the dashboard of the vendor, then the settings of this provider.',
  declined:
    'The vendor declined it. Check that this payment method is activated in the dashboard of the vendor.',
  not_found: 'The vendor has no such address. Check the base URL and the connector.',
  duplicate: 'The vendor says that it was sent before. Test again.',
};

/** Opens the smallest payment the vendor takes and closes it again. No row of ours stands for it. */
export const paymentProbe: ConnectionProbe<PaymentPort> = {
  async run(port, facts) {
    if (!paymentFormats.some(({ id }) => id === facts.apiFormat)) return NOTHING_TO_TRY;
    const sample = sampleRequest(facts, makeProbeReference());
    if ('reason' in sample) return notTried(sample.reason);
    const { request } = sample;
    try {
      const created = await port.create(request);
      return { outcome: 'done', checks: await closing(port, { request, created, facts }) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return failed(request, error);
    }
  },
};

interface Opened {
  readonly request: CreatePaymentRequest;
  readonly created: PaymentCreated;
  readonly facts: ProbeFacts;
}

async function closing(port: PaymentPort, opened: Opened): Promise<TestCheck[]> {
  const { request, created, facts } = opened;
  const message = `A test transaction of ${inWords(request)} was created (${request.reference})`;
  const definition = facts.connector.test_transaction;
  if (!port.can('cancel') || definition?.cancel === false || created.status !== 'pending') {
    const rest = definition?.note?.en ?? 'it stays open in the sandbox and expires by itself.';
    return [{ name: CREATED, ok: true, message: `${message}; ${rest}` }];
  }
  return [{ name: CREATED, ok: true, message: message }, await cancelled(port, opened)];
}

async function cancelled(port: PaymentPort, { request, created }: Opened): Promise<TestCheck> {
  const { reference, amount, currency } = request;
  try {
    await port.cancel({
      reference,
      amount,
      currency,
      gatewayTransactionId: created.gatewayTransactionId,
      refs: created.refs,
    });
    return { name: CANCELLED, ok: true, message: 'and cancelled.' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = `but it could not be cancelled; it stays open in the sandbox and expires by itself. (${error.message})`;
    return { name: CANCELLED, ok: false, message };
  }
}

function failed(request: CreatePaymentRequest, error: AppError): ProbeResult {
  const what = `The key is accepted, but a test transaction of ${inWords(request)} (${request.reference}) was not created.`;
  const message = `${what} ${adviceFor(error)} (${error.message})`;
  return { outcome: 'failed', checks: [{ name: CREATED, ok: false, message }] };
}

function adviceFor(error: AppError): string {
  if (error instanceof VendorError) return ADVICE[error.kind];
  return error instanceof IncompleteAnswerError
    ? 'The vendor took it, but its answer lacks what a guest needs to pay. Check the connector.'
    : 'The connector or the settings of this provider do not fit. Check them.';
}

function notTried(reason: string): ProbeResult {
  return { outcome: 'not_tried', checks: [{ name: CREATED, ok: true, message: reason }] };
}

/** As people here write it: Rp 1,000. */
function inWords({ amount, currency }: CreatePaymentRequest): string {
  const [whole = '', fraction] = toDecimal(amount, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return `${currency === 'IDR' ? 'Rp' : currency} ${text}`;
}
