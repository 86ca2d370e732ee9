import { describe, expect, it } from '@jest/globals';
import { delayS, loginKeys } from './throttle-rules.js';

const keyFor = (rule: string, email: string, ip: string): string | undefined =>
  loginKeys(email, ip).find((key) => key.rule === rule)?.key;

describe('delayS', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 5],
    [6, 10],
    [7, 20],
    [12, 640],
    [13, 900],
    [500, 900],
  ])('after %i failures from one place is %i s', (failures, seconds) => {
    expect(delayS('account_here', failures)).toBe(seconds);
  });

  it('never makes an account wait longer than a minute for what others do', () => {
    expect(delayS('account', 10_000)).toBe(60);
  });
});

describe('loginKeys', () => {
  it('know an account whatever the letter case, without keeping its address', () => {
    const key = keyFor('account', ' Owner@Hotel.example ', '192.0.2.1');
    expect(key).toBe(keyFor('account', 'owner@hotel.example', '192.0.2.2'));
    expect(key).not.toContain('owner');
  });

  it('take the addresses of one IPv6 network together', () => {
    const key = keyFor('network', 'a', '2001:db8:1:2::1');
    expect(keyFor('network', 'a', '2001:db8:1:2:ffff::9')).toBe(key);
    expect(keyFor('network', 'a', '2001:db8:1:3::1')).not.toBe(key);
  });

  it('take an IPv4 address for the same when it is written as IPv6', () => {
    expect(keyFor('network', 'a', '::ffff:192.0.2.1')).toBe(keyFor('network', 'a', '192.0.2.1'));
  });
});
