/** What operators let through the egress guard: hosts, host and port pairs, address ranges. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

interface HostRule {
  readonly host: string;
  readonly address: Address | undefined;
  readonly port: number | undefined;
}

const HOST_AND_PORT = /^(\[[^\]\s]*:[^\]\s]*\]|[^:\s[\]]+)(?::(\d{1,5}))?$/;

/** Entries `host`, `host:port`, `[v6]:port` and CIDR ranges; an address among them is also a range of one. */
export class AllowList {
  private readonly hosts: readonly HostRule[];
  private readonly ranges: readonly Range[];

  static canParse(entry: string): boolean {
    try {
      return new AllowList([entry]).isUsed;
    } catch {
      return false;
    }
  }

  /** @throws Error naming the entry that is none of the forms */
  constructor(entries: readonly string[]) {
    const trimmed = entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
    this.ranges = trimmed.filter((entry) => entry.includes('/')).map(parseRange);
    this.hosts = trimmed.filter((entry) => !entry.includes('/')).map(parseHostRule);
  }

  get isUsed(): boolean {
    return this.hosts.length + this.ranges.length > 0;
  }

  /** Whether whatever this name resolves to may be reached; `host` as `normalizeHost` gives it. */
  hasHost(host: string, port: number): boolean {
    return this.hosts.some((rule) => rule.host === host && fits(rule, port));
  }

  /** Whether this very address may be reached, under whatever name it was found. */
  hasAddress(address: Address, port: number): boolean {
    const plain = unmapped(address);
    return (
      this.ranges.some(([base, bits]) => base.kind() === plain.kind() && plain.match(base, bits)) ||
      this.hosts.some(
        (rule) => rule.address !== undefined && isSame(rule.address, plain) && fits(rule, port),
      )
    );
  }
}

/** One spelling for comparison: lower case, no brackets, no root dot. */
export function normalizeHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return bare.toLowerCase().replace(/\.$/, '');
}

/** The address that a text is, in any notation the system's resolver takes (hex, octal, one number); else undefined. */
export function parseAddress(host: string): Address | undefined {
  return ipaddr.isValid(host) ? ipaddr.parse(host) : undefined;
}

function unmapped(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address;
}

function fits(rule: HostRule, port: number): boolean {
  return rule.port === undefined || rule.port === port;
}

function isSame(one: Address, other: Address): boolean {
  return one.kind() === other.kind() && one.toNormalizedString() === other.toNormalizedString();
}

function parseRange(entry: string): Range {
  if (!ipaddr.isValidCIDR(entry)) throw unusable(entry);
  return ipaddr.parseCIDR(entry);
}

function parseHostRule(entry: string): HostRule {
  const { host, port } = splitPort(entry);
  const address = parseAddress(host);
  const isWrongPort = port !== undefined && (port < 1 || port > 65_535);
  if (isWrongPort || (host.includes(':') && !address)) throw unusable(entry);
  return { host, address: address && unmapped(address), port };
}

function splitPort(entry: string): { host: string; port: number | undefined } {
  // An address with several colons and no brackets is IPv6 without a port.
  if (!entry.startsWith('[') && entry.split(':').length > 2) {
    return { host: normalizeHost(entry), port: undefined };
  }
  const match = HOST_AND_PORT.exec(entry);
  if (match === null) throw unusable(entry);
  const [, host = '', port] = match;
  return { host: normalizeHost(host), port: port === undefined ? undefined : Number(port) };
}

function unusable(entry: string): Error {
  return new Error(
    `KUNCI_EGRESS_ALLOW: "${entry}" is none of host, host:port, [IPv6]:port or an address range such as 10.1.0.0/16.`,
  );
}
