import type { ArgumentsHost } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ErrorFilter } from './error.filter.js';

beforeAll(() => Logger.overrideLogger(false));

/** What a caller is answered when a handler throws this. */
function answerTo(error: unknown): { status: number; headers: Record<string, string>; body: any } {
  const answer = { status: 0, headers: {} as Record<string, string>, body: undefined as unknown };
  const reply = {
    header: (name: string, value: string) => void (answer.headers[name] = value),
    status: (status: number) => {
      answer.status = status;
      return { send: (body: unknown) => void (answer.body = body) };
    },
  };
  const request = { method: 'GET', routeOptions: { url: '/' }, traceId: 'trace-1' };
  const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
  new ErrorFilter().catch(error, host as unknown as ArgumentsHost);
  return answer;
}

describe('what a caller is answered', () => {
  it('says that storage is away for a moment, and when to come again', () => {
    const { status, headers, body } = answerTo(new Error('Connection terminated unexpectedly'));
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('2');
    expect(body).toMatchObject({ data: null, errors: [], trace_id: 'trace-1' });
    expect(body.message).toContain('same Idempotency-Key');
  });

  it('owns up to a bug', () => {
    expect(answerTo(new TypeError('x is not a function')).status).toBe(500);
  });
});
