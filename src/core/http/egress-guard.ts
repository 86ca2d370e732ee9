/**
 * Keeps requests to addresses that people typed in away from the inside of our network. What counts is
 * the address that is connected to: it is checked in the lookup whose answer the socket uses, so a name
 * that resolves differently a moment later gains nothing. Node skips the lookup for IP literals, hence
 * the second check on the host itself.
 */
import { lookup as resolve } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { AllowList, normalizeHost, parseAddress } from './allow-list.js';
import { type ResolveAll, sharedLookups } from './shared-lookup.js';

/** The guard did not let a connection through. Nothing was sent. */
export class EgressRefusedError extends Error {
  readonly code = 'EGRESS_REFUSED';

  constructor(message: string) {
    super(message);
    this.name = 'EgressRefusedError';
  }
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

const WHY: Readonly<Record<string, string>> = {
  loopback: 'this machine itself',
  unspecified: 'this machine itself',
  linkLocal: 'a link-local or cloud metadata address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  carrierGradeNat: 'a shared carrier address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
};

/** All global unicast addresses are inside; what IANA gave a meaning of its own lies outside or has a range name. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Public by number, yet answered by the cloud's host for the machine it runs. */
const METADATA: readonly string[] = ['168.63.129.16'];

/** Names under which clouds serve the same; they resolve inside a cloud alone, so what they lead to shows too late. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.azure.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Names that stand for this machine without a lookup, RFC 6761 §6.3. */
const LOCAL_NAME = /(?:^|\.)localhost$/;

/** Decides which hosts and addresses may be connected to. */
export class EgressGuard {
  private readonly allowed: AllowList;
  private readonly exceptions = new Map<string, AllowList>();

  /** @param allow entries of KUNCI_EGRESS_ALLOW */
  constructor(
    allow: readonly string[],
    private readonly resolveAll: ResolveAll = sharedLookups(resolve),
  ) {
    this.allowed = new AllowList(allow);
  }

  /**
   * Checks all that can be seen without a lookup: scheme, credentials in the URL, a literal address.
   *
   * @param allowHost host of this provider that is reachable although private
   * @throws EgressRefusedError
   */
  checkUrl(text: string, allowHost?: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined) throw new EgressRefusedError('The address is not a valid URL.');
    const defaultPort = DEFAULT_PORTS[url.protocol];
    if (defaultPort === undefined) {
      throw new EgressRefusedError(`Only http and https URLs are called, not ${url.protocol}`);
    }
    if (url.username !== '' || url.password !== '') {
      throw new EgressRefusedError(
        'A URL with a user name or password in it is not called; use the credential fields.',
      );
    }
    this.checkHost(url.hostname, url.port === '' ? defaultPort : Number(url.port), allowHost);
    return url;
  }

  /**
   * Checks a host that is an address, in whatever notation, or a cloud's name for its metadata; other names pass and
   * are checked by `lookup`.
   *
   * @throws EgressRefusedError
   */
  checkHost(host: string, port: number, allowHost?: string): void {
    const name = normalizeHost(host);
    if (this.isAllowedHost(name, port, allowHost)) return;
    if (METADATA_NAMES.has(name)) throw refusal(name, WHY['linkLocal'] ?? '');
    const address = parseAddress(name);
    if (address === undefined) return;
    const problem = this.problemOf(address, port, allowHost);
    if (problem !== undefined) throw refusal(name, problem);
  }

  /**
   * A lookup for one connection to `port`: hands on the permitted addresses only.
   * It fails with `EgressRefusedError` when there is none.
   */
  lookup(port: number, allowHost?: string): LookupFunction {
    return (host, options, done) => {
      this.resolveAll(host, { ...options, all: true }, (error, addresses) => {
        if (error) {
          done(error, []);
          return;
        }
        const permitted = this.permitted(host, addresses, port, allowHost);
        const [first] = permitted;
        if (first === undefined) done(this.refusalOf(host, addresses, port, allowHost), []);
        else if (options.all) done(null, permitted);
        else done(null, first.address, first.family);
      });
    };
  }

  /**
   * The check when a URL is saved: what is wrong is told in the form rather than at the first call.
   *
   * @throws InvalidInputError naming `field`
   */
  assertPublicUrl(text: string, field: string, allowHost?: string): void {
    try {
      const { hostname, port, protocol } = this.checkUrl(text, allowHost);
      const name = normalizeHost(hostname);
      const portNumber = port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port);
      if (LOCAL_NAME.test(name) && !this.isAllowedLocalName(name, portNumber, allowHost)) {
        throw refusal(name, WHY['loopback'] ?? '');
      }
    } catch (error) {
      if (error instanceof EgressRefusedError) {
        throw new InvalidInputError(field, error.message, 'egress_refused');
      }
      throw error;
    }
  }

  private isAllowedLocalName(name: string, port: number, allowHost: string | undefined): boolean {
    return (
      this.isAllowedHost(name, port, allowHost) ||
      this.allowed.hasAddress(ipaddr.parse('127.0.0.1'), port) ||
      this.allowed.hasAddress(ipaddr.parse('::1'), port)
    );
  }

  private permitted(
    host: string,
    addresses: readonly LookupAddress[],
    port: number,
    allowHost: string | undefined,
  ): LookupAddress[] {
    if (this.isAllowedHost(normalizeHost(host), port, allowHost)) return [...addresses];
    return addresses.filter(({ address }) => {
      const parsed = parseAddress(address);
      return parsed !== undefined && this.problemOf(parsed, port, allowHost) === undefined;
    });
  }

  private refusalOf(
    host: string,
    addresses: readonly LookupAddress[],
    port: number,
    allowHost: string | undefined,
  ): EgressRefusedError {
    const [first] = addresses;
    const parsed = first && parseAddress(first.address);
    const problem = parsed && this.problemOf(parsed, port, allowHost);
    return refusal(normalizeHost(host), problem ?? 'not a usable address');
  }

  private isAllowedHost(name: string, port: number, allowHost: string | undefined): boolean {
    return (
      this.allowed.hasHost(name, port) ||
      (this.exceptionFor(allowHost)?.hasHost(name, port) ?? false)
    );
  }

  private problemOf(
    address: ipaddr.IPv4 | ipaddr.IPv6,
    port: number,
    allowHost: string | undefined,
  ): string | undefined {
    const problem = problemOf(address);
    if (problem === undefined) return undefined;
    const isAllowed =
      this.allowed.hasAddress(address, port) ||
      (this.exceptionFor(allowHost)?.hasAddress(address, port) ?? false);
    return isAllowed ? undefined : problem;
  }

  /** A provider's own exception names one host; a range in it would open more than the owner sees. */
  private exceptionFor(allowHost: string | undefined): AllowList | undefined {
    if (allowHost === undefined || allowHost.includes('/')) return undefined;
    const known = this.exceptions.get(allowHost);
    if (known !== undefined) return known;
    const list = AllowList.canParse(allowHost) ? new AllowList([allowHost]) : new AllowList([]);
    this.exceptions.set(allowHost, list);
    return list;
  }
}

/** Why an address may not be reached, in words; undefined when it may. */
function problemOf(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  const range = address.range();
  const isPublic =
    range === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(...GLOBAL_UNICAST));
  if (!isPublic) return WHY[range] ?? 'not a public address';
  return METADATA.includes(address.toString()) ? WHY['linkLocal'] : undefined;
}

function refusal(host: string, problem: string): EgressRefusedError {
  return new EgressRefusedError(
    `${host} leads to ${problem}, which the hub does not call. If it is meant to, the operator adds the host to KUNCI_EGRESS_ALLOW.`,
  );
}
