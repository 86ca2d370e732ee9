import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { type FieldError, InvalidInputError } from '#core/errors/app-error.js';
import { AllowList } from './allow-list.js';
import { EgressGuard, EgressRefusedError } from './egress-guard.js';
import type { ResolveAll } from './shared-lookup.js';

const PUBLIC = '93.184.215.14';

function resolvingTo(...addresses: string[]): ResolveAll {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_host, _options, done) => done(null, found);
}

function connect(
  guard: EgressGuard,
  host: string,
  { port = 443, allowHost }: { port?: number; allowHost?: string } = {},
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    guard.lookup(port, allowHost)(host, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve((found as LookupAddress[]).map(({ address }) => address));
    });
  });
}

function errorsOf(refused: () => void): readonly FieldError[] {
  try {
    refused();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.errors;
  }
  return [];
}

const FORBIDDEN = [
  ['loopback', '127.0.0.1'],
  ['loopback that is not .1', '127.8.9.10'],
  ['this network', '0.0.0.0'],
  ['this network, other', '0.1.2.3'],
  ['RFC 1918 ten', '10.255.255.255'],
  ['RFC 1918 172.16', '172.16.0.1'],
  ['RFC 1918 172.31', '172.31.255.254'],
  ['RFC 1918 192.168', '192.168.1.1'],
  ['carrier NAT', '100.64.0.1'],
  ['carrier NAT metadata', '100.100.100.200'],
  ['link-local', '169.254.1.1'],
  ['cloud metadata', '169.254.169.254'],
  ['container metadata', '169.254.170.2'],
  ['a cloud host wire server', '168.63.129.16'],
  ['a protocol assignment', '192.0.0.192'],
  ['documentation', '203.0.113.5'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.251'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '::1'],
  ['IPv6 loopback in full', '0:0:0:0:0:0:0:1'],
  ['IPv6 unspecified', '::'],
  ['IPv6 link-local', 'fe80::1'],
  ['IPv6 link-local with a zone', 'fe80::1%eth0'],
  ['IPv6 site-local', 'fec0::1'],
  ['unique local', 'fd00::1'],
  ['unique local metadata', 'fd00:ec2::254'],
  ['IPv6 multicast', 'ff02::1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback in hex', '::ffff:7f00:1'],
  ['mapped private', '::ffff:10.0.0.1'],
  ['mapped metadata', '::ffff:a9fe:a9fe'],
  ['compatible loopback', '::127.0.0.1'],
  ['compatible private in hex', '::a00:1'],
  ['translated', '::ffff:0:127.0.0.1'],
  ['NAT64 of loopback', '64:ff9b::7f00:1'],
  ['NAT64 of private', '64:ff9b::10.0.0.1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['6to4 of private', '2002:a00:1::'],
  ['6to4 of loopback', '2002:7f00:1::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['IPv6 documentation', '2001:db8::1'],
  ['IPv6 documentation, new', '3fff::1'],
  ['IPv6 discard', '100::1'],
  ['IPv6 outside global unicast', '5f00::1'],
  ['IPv6 unassigned', '4000::1'],
] as const;

const ALLOWED = [
  ['a public address', PUBLIC],
  ['next to private 172', '172.32.0.1'],
  ['below private 172', '172.15.255.255'],
  ['next to carrier NAT', '100.128.0.1'],
  ['next to link-local', '169.253.255.255'],
  ['public IPv6', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
] as const;

describe('egress guard on resolved addresses', () => {
  it.each(FORBIDDEN)('refuses a name that leads to %s (%s)', async (_case, address) => {
    const guard = new EgressGuard([], resolvingTo(address));
    await expect(connect(guard, 'api.vendor.example')).rejects.toThrow(EgressRefusedError);
  });

  it.each(ALLOWED)('passes a name that leads to %s (%s)', async (_case, address) => {
    const guard = new EgressGuard([], resolvingTo(address));
    await expect(connect(guard, 'api.vendor.example')).resolves.toEqual([address]);
  });

  it('hands on only the permitted ones of several addresses', async () => {
    const guard = new EgressGuard([], resolvingTo('10.0.0.1', PUBLIC, '::1'));
    await expect(connect(guard, 'api.vendor.example')).resolves.toEqual([PUBLIC]);
  });

  it('answers a caller that wants one address with one', async () => {
    const guard = new EgressGuard([], resolvingTo('10.0.0.1', PUBLIC));
    const answer = await new Promise((resolve) => {
      guard.lookup(443)('api.vendor.example', {}, (_error, address, family) =>
        resolve([address, family]),
      );
    });
    expect(answer).toEqual([PUBLIC, 4]);
  });

  it('judges every connection anew, so a name that changes its address gains nothing', async () => {
    const answers = [[PUBLIC], ['127.0.0.1']];
    const guard = new EgressGuard([], (_host, _options, done) => {
      done(
        null,
        (answers.shift() ?? []).map((address) => ({ address, family: 4 })),
      );
    });
    await expect(connect(guard, 'rebind.example')).resolves.toEqual([PUBLIC]);
    await expect(connect(guard, 'rebind.example')).rejects.toThrow('this machine itself');
  });

  it('passes on that a name does not exist', async () => {
    const missing = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const guard = new EgressGuard([], (_host, _options, done) => done(missing, []));
    await expect(connect(guard, 'nowhere.example')).rejects.toBe(missing);
  });

  it('tells the operator which setting lets the host through', async () => {
    const guard = new EgressGuard([], resolvingTo('192.168.1.20'));
    await expect(connect(guard, 'lock.hotel.example')).rejects.toThrow(
      /lock\.hotel\.example leads to a private address.*KUNCI_EGRESS_ALLOW/,
    );
  });
});

describe('egress guard on literal hosts', () => {
  const guard = new EgressGuard([]);

  it.each(['metadata.google.internal', 'METADATA.google.internal.', 'metadata', 'instance-data'])(
    'refuses the name under which a cloud serves its metadata (%s)',
    (name) => {
      expect(() => guard.checkHost(name, 80)).toThrow(EgressRefusedError);
      expect(() => new EgressGuard([name]).checkHost(name, 80)).not.toThrow();
    },
  );

  it.each(FORBIDDEN)('refuses %s (%s)', (_case, address) => {
    expect(() => guard.checkHost(address, 80)).toThrow(EgressRefusedError);
  });

  it.each(ALLOWED)('passes %s (%s)', (_case, address) => {
    expect(() => guard.checkHost(address, 443)).not.toThrow();
  });

  it.each([
    ['decimal', '2130706433'],
    ['hexadecimal', '0x7f000001'],
    ['octal', '017700000001'],
    ['dotted octal', '0177.0.0.1'],
    ['dotted hexadecimal', '0x7f.0x0.0x0.0x1'],
    ['short', '127.1'],
    ['mixed short', '0x7f.1'],
    ['decimal metadata', '2852039166'],
    ['bracketed', '[::1]'],
    ['with a root dot', '127.0.0.1.'],
  ])('refuses the %s notation %s', (_case, host) => {
    expect(() => guard.checkHost(host, 80)).toThrow(EgressRefusedError);
  });
});

describe('egress guard on URLs', () => {
  const guard = new EgressGuard([]);

  it.each([
    ['no URL', 'api.vendor.example'],
    ['file', 'file:///etc/passwd'],
    ['ftp', 'ftp://vendor.example/'],
    ['gopher', 'gopher://vendor.example:70/1'],
    ['data', 'data:text/plain,hi'],
    ['a user name', 'https://vendor.example@10.0.0.1/'],
    ['user and password', 'https://user:pass@vendor.example/'],
    ['loopback', 'http://127.0.0.1:8080/'],
    ['loopback as one number', 'http://2130706433/'],
    ['loopback in hex', 'http://0x7f.1/'],
    ['loopback in octal', 'http://0177.0.0.01/'],
    ['loopback in full-width digits', 'http://１２７.０.０.１/'],
    ['circled digits', 'http://①②⑦.0.0.1/'],
    ['mapped loopback', 'http://[::ffff:127.0.0.1]/'],
    ['metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['IPv6 loopback', 'http://[::1]:3000/'],
    ['IPv6 unspecified', 'http://[::]/'],
  ])('refuses %s', (_case, url) => {
    expect(() => guard.checkUrl(url)).toThrow(EgressRefusedError);
  });

  it('passes an ordinary one', () => {
    expect(guard.checkUrl('https://api.vendor.example:8443/v1?a=b').host).toBe(
      'api.vendor.example:8443',
    );
  });

  it('names the field when a URL is saved', () => {
    const save = () => guard.assertPublicUrl('http://10.0.0.1/', 'base_urls.default');
    expect(save).toThrow(InvalidInputError);
    expect(errorsOf(save)).toEqual([
      expect.objectContaining({ field: 'base_urls.default', code: 'egress_refused' }),
    ]);
  });

  it.each(['http://localhost:9000/', 'http://LOCALHOST./', 'https://api.localhost/'])(
    'does not save the local name in %s',
    (url) => expect(() => guard.assertPublicUrl(url, 'url')).toThrow(InvalidInputError),
  );

  it.each([['127.0.0.0/8'], ['localhost:9000'], ['localhost'], ['::1']])(
    'saves the local name when %s is allowed',
    (entry) => {
      expect(() =>
        new EgressGuard([entry]).assertPublicUrl('http://localhost:9000/', 'url'),
      ).not.toThrow();
    },
  );
});

describe('egress exceptions', () => {
  it.each([
    ['host', ['lock.example'], 'lock.example', 80, '10.0.0.5'],
    ['host in other case', ['Lock.Example'], 'LOCK.example.', 80, '10.0.0.5'],
    ['host and port', ['lock.example:8080'], 'lock.example', 8080, '10.0.0.5'],
    ['address range', ['10.0.0.0/24'], 'anything.example', 80, '10.0.0.5'],
    ['one address', ['10.0.0.5'], 'anything.example', 80, '10.0.0.5'],
    ['one address and port', ['10.0.0.5:80'], 'anything.example', 80, '10.0.0.5'],
    ['IPv6 range', ['fd00:1::/32'], 'anything.example', 80, 'fd00:1::7'],
    ['bracketed IPv6 and port', ['[fd00::7]:80'], 'anything.example', 80, 'fd00::7'],
    ['bare IPv6', ['fd00::7'], 'anything.example', 80, 'fd00:0::7'],
    [
      'an address found in its mapped form',
      ['127.0.0.1'],
      'anything.example',
      80,
      '::ffff:127.0.0.1',
    ],
  ])('let through by %s', async (_case, allow, host, port, address) => {
    await expect(
      connect(new EgressGuard(allow, resolvingTo(address)), host, { port }),
    ).resolves.toEqual([address]);
  });

  it.each([
    ['another host', ['lock.example'], 'evil.example', 80],
    ['a subdomain', ['lock.example'], 'a.lock.example', 80],
    ['another port', ['lock.example:8080'], 'lock.example', 80],
    ['an address outside the range', ['10.0.1.0/24'], 'lock.example', 80],
    ['another port of the address', ['10.0.0.5:8080'], 'lock.example', 80],
  ])('do not let through %s', async (_case, allow, host, port) => {
    const guard = new EgressGuard(allow, resolvingTo('10.0.0.5'));
    await expect(connect(guard, host, { port })).rejects.toThrow(EgressRefusedError);
  });

  it("apply to one request when they are its provider's own", async () => {
    const guard = new EgressGuard([], resolvingTo('10.0.0.5'));
    await expect(connect(guard, 'lock.example', { allowHost: 'lock.example' })).resolves.toEqual([
      '10.0.0.5',
    ]);
    await expect(connect(guard, 'lock.example')).rejects.toThrow(EgressRefusedError);
    expect(() => guard.checkUrl('http://10.0.0.5:8080/', '10.0.0.5:8080')).not.toThrow();
    expect(() => guard.checkUrl('http://10.0.0.6:8080/', '10.0.0.5:8080')).toThrow(
      EgressRefusedError,
    );
  });

  it.each(['0.0.0.0/0', '10.0.0.0/8', 'not a host'])(
    'of a provider may not be %s',
    async (allowHost) => {
      const guard = new EgressGuard([], resolvingTo('10.0.0.5'));
      await expect(connect(guard, 'lock.example', { allowHost })).rejects.toThrow(
        EgressRefusedError,
      );
    },
  );

  it.each(['10.0.0.0/99', 'a b', 'host:99999', '[::1', 'host:', '/8', '[nonsense]:80'])(
    'that make no sense are refused by name: %s',
    (entry) => expect(() => new AllowList([entry])).toThrow(entry),
  );
});
