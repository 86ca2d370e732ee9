/** What a connection test tells a person; pure. */
import { AppError } from '#core/errors/app-error.js';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import type { ProbeResult } from './connection-probe.js';
import type { TestAnswer } from './provider.schemas.js';

/** What each kind of failure means to the person who just typed in a key. */
const EXPLANATIONS: Readonly<
  Record<VendorErrorKind, { reached: boolean; accepted: boolean; message: string }>
> = {
  unavailable: {
    reached: false,
    accepted: false,
    message:
      'The server could not be reached. Check the base URL and whether the vendor has an outage, then test again.',
  },
  ambiguous: {
    reached: false,
    accepted: false,
    message:
      'The server did not answer in time. Test again in a minute; if it stays, ask the vendor.',
  },
  unauthorized: {
    reached: true,
    accepted: false,
    message:
      "The vendor refused the key. Copy it again from the vendor's dashboard and make sure that it belongs to this environment.",
  },
  rate_limited: {
    reached: true,
    accepted: true,
    message: 'The vendor asks to wait: too many calls. Test again in a minute.',
  },
  invalid_request: {
    reached: true,
    accepted: true,
    message: 'The vendor did not understand the test call. Check the connector.',
  },
  declined: { reached: true, accepted: true, message: 'The vendor declined the test call.' },
  not_found: {
    reached: true,
    accepted: true,
    message: 'The vendor has no such address. Check the base URL and the connector.',
  },
  duplicate: {
    reached: true,
    accepted: true,
    message: 'The vendor says that the test was sent before. Test again.',
  },
};

/** The vendor answered the `test` operation. */
export function toAnswer(result: Readonly<Record<string, unknown>>, latencyMs: number): TestAnswer {
  const verdict =
    result['verdict'] === 'failed' || result['verdict'] === 'unverifiable'
      ? result['verdict']
      : 'ok';
  const identity = textOf(result['identity']);
  const said = textOf(result['message']);
  const message =
    said ??
    (verdict === 'ok' ? 'The vendor accepted the key.' : 'The vendor did not confirm the key.');
  return {
    ok: verdict === 'ok',
    test_status: verdict,
    ...(identity !== undefined && { identity }),
    latency_ms: latencyMs,
    message,
    checks: [
      { name: 'reachable', ok: true, message: `connected (${latencyMs} ms)` },
      {
        name: 'credentials',
        ok: verdict === 'ok',
        message: identity === undefined ? message : `${message} ${identity}`,
      },
    ],
  };
}

/** It could not be asked, or refused. */
export function toFailure(error: AppError, latencyMs: number): TestAnswer {
  const explanation =
    error instanceof VendorError
      ? EXPLANATIONS[error.kind]
      : { reached: false, accepted: false, message: 'The test could not be made.' };
  return {
    ok: false,
    test_status: 'failed',
    ...(error instanceof VendorError && { kind: error.kind, ...codeOf(error) }),
    latency_ms: latencyMs,
    message: `${explanation.message} (${error.message})`,
    checks: [
      {
        name: 'reachable',
        ok: explanation.reached,
        message: explanation.reached ? `connected (${latencyMs} ms)` : error.message,
      },
      {
        name: 'credentials',
        ok: false,
        message: explanation.reached ? error.message : 'not tested',
      },
    ],
  };
}

function codeOf({ vendorCode }: VendorError): { code?: string } {
  return vendorCode === undefined ? {} : { code: vendorCode };
}

/** The same with what came of the test transaction, which proves more than the credentials alone. */
export function withProbe(answer: TestAnswer, { outcome, checks }: ProbeResult): TestAnswer {
  const all = { ...answer, checks: [...answer.checks, ...checks] };
  if (outcome === 'not_tried') return all;
  if (outcome === 'done') {
    const said = answer.test_status === 'ok' ? answer.message : 'The vendor accepted the key.';
    const told = checks.map(({ message }) => message).join(' ');
    return { ...all, ok: true, test_status: 'ok', message: `${said} ${told}` };
  }
  const problem = checks.find(({ ok }) => !ok)?.message ?? answer.message;
  return { ...all, ok: false, test_status: 'failed', message: problem };
}

/** The test was not begun. */
export function failedForm(error: AppError): TestAnswer {
  return {
    ok: false,
    test_status: 'failed',
    latency_ms: 0,
    message: 'Something in the form is not right yet; see checks.',
    checks: error.errors.map(({ field, message }) => ({ name: field, ok: false, message })),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
