import { describe, expect, it } from '@jest/globals';
import { AxiosError, AxiosHeaders } from 'axios';
import { VendorError } from '#core/errors/vendor-error.js';
import { Secret } from '#core/secret/secret.js';
import { createLog, type Log, type LogLevel } from './log.js';
import { NestLogAdapter } from './nest-log.adapter.js';
import { runWithTrace } from './trace-context.js';

function memoryLog(level: LogLevel = 'trace'): {
  log: Log;
  lines: string[];
  last: () => Record<string, unknown>;
} {
  const lines: string[] = [];
  const log = createLog(level, { write: (line) => lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('log', () => {
  it('writes one JSON line with level, time and sentence', () => {
    const { log, lines, last } = memoryLog();
    log.info({ provider_id: 'p1' }, 'first line\nsecond line');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(last()).toMatchObject({
      level: 'info',
      msg: 'first line\nsecond line',
      provider_id: 'p1',
    });
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('adds the trace id it runs under', () => {
    const { log, last } = memoryLog();
    runWithTrace('abc', () => log.info('hello'));
    expect(last()['trace_id']).toBe('abc');
  });

  it('leaves out entries below its level', () => {
    const { log, lines } = memoryLog('warn');
    log.info('quiet');
    expect(lines).toEqual([]);
  });

  it.each([
    ['password'],
    ['Authorization'],
    ['X-Api-Key'],
    ['server_key'],
    ['client_secret'],
    ['access_token'],
    ['credentials'],
    ['Set-Cookie'],
    ['clientSecret'],
    ['privateKey'],
    ['cvv'],
  ])('masks %s at any depth', (key) => {
    const { log, lines } = memoryLog();
    log.info({ [key]: 'hush-1', deep: [{ inner: { [key]: { a: 'hush-2' } } }] }, 'x');
    expect(lines.join('')).not.toContain('hush');
  });

  it('keeps keys that only look like secrets', () => {
    const { log, last } = memoryLog();
    log.info({ idempotency_key: 'i1', feature_key: 'payment.qris', tokens_left: 4 }, 'x');
    expect(last()).toMatchObject({
      idempotency_key: 'i1',
      feature_key: 'payment.qris',
      tokens_left: 4,
    });
  });

  it('shows neither a Secret nor bytes', () => {
    const { log, last } = memoryLog();
    log.info({ value: new Secret('hush'), body: Buffer.from('hush') }, 'x');
    expect(last()).toMatchObject({ value: '[secret]', body: '[4 bytes]' });
  });

  it('survives an object that contains itself', () => {
    const { log, lines } = memoryLog();
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info({ loop }, 'x');
    expect(lines).toHaveLength(1);
  });

  it('logs an error with its causes but without the request an HTTP client hangs on it', () => {
    const { log, lines, last } = memoryLog();
    const cause = new AxiosError('socket hang up', 'ECONNRESET', {
      headers: new AxiosHeaders({ Authorization: 'Basic hush' }),
      url: 'https://vendor.example/?key=hush',
      data: 'hush',
    });
    log.error({ err: new VendorError('ambiguous', 'The answer did not arrive.', { cause }) }, 'x');
    expect(lines.join('')).not.toContain('hush');
    expect(last()['err']).toMatchObject({
      type: 'VendorError',
      kind: 'ambiguous',
      cause: { code: 'ECONNRESET', message: 'socket hang up' },
    });
  });

  it('gives a child its facts', () => {
    const { log, last } = memoryLog();
    log.child({ part: 'gateway', token: 'hush' }).warn('x');
    expect(last()).toMatchObject({ part: 'gateway', token: '[secret]', level: 'warn' });
  });
});

describe('framework log adapter', () => {
  it('takes the last text as context', () => {
    const { log, last } = memoryLog();
    new NestLogAdapter(log).log('The key was rotated', 'Keys');
    expect(last()).toMatchObject({ level: 'info', msg: 'The key was rotated', context: 'Keys' });
  });

  it("keeps the framework's list of routes and modules for who debugs", () => {
    const { log, last } = memoryLog();
    new NestLogAdapter(log).log('Mapped {/a, GET}', 'RouterExplorer');
    expect(last()).toMatchObject({ level: 'debug', context: 'RouterExplorer' });
  });

  it('takes facts and a sentence', () => {
    const { log, last } = memoryLog();
    new NestLogAdapter(log).error(
      { err: new TypeError('boom'), route: '/a' },
      'unexpected error',
      'http',
    );
    expect(last()).toMatchObject({
      level: 'error',
      msg: 'unexpected error',
      context: 'http',
      route: '/a',
      err: { type: 'TypeError', message: 'boom' },
    });
  });

  it('keeps the stack that comes as a text', () => {
    const { log, last } = memoryLog();
    new NestLogAdapter(log).error(
      'boom',
      'Error: boom\n    at run (a.js:1:1)',
      'ExceptionsHandler',
    );
    expect(last()).toMatchObject({ msg: 'boom', context: 'ExceptionsHandler' });
    expect(last()['stack']).toContain('at run');
  });

  it('logs a bare error', () => {
    const { log, last } = memoryLog();
    new NestLogAdapter(log).fatal(new Error('down'));
    expect(last()).toMatchObject({ level: 'fatal', msg: 'down', err: { type: 'Error' } });
  });
});
