import { describe, expect, it } from '@jest/globals';
import { isDatabaseOutage } from './database-outage.js';

const coded = (code: string, syscall?: string) =>
  Object.assign(new Error('failed'), { code, syscall });

describe('isDatabaseOutage', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '57P02', '57P03', '53300'])(
    'takes %s for an outage',
    (code) => expect(isDatabaseOutage(coded(code))).toBe(true),
  );

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
  ])('knows the words of the driver: %s', (words) => {
    expect(isDatabaseOutage(new Error(words))).toBe(true);
  });

  it.each(['23505', '42P01', '57014', '40001'])('takes %s for what it is', (code) =>
    expect(isDatabaseOutage(coded(code))).toBe(false),
  );

  it('tells a missing socket from a missing file', () => {
    expect(isDatabaseOutage(coded('ENOENT', 'connect'))).toBe(true);
    expect(isDatabaseOutage(coded('ENOENT', 'open'))).toBe(false);
  });

  it.each([undefined, null, 'ECONNREFUSED', new TypeError('x is not a function')])(
    'leaves %p alone',
    (error) => expect(isDatabaseOutage(error)).toBe(false),
  );
});
