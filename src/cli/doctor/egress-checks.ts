/** Whether the vendors of the active providers can be reached by name, and whether our clock agrees with theirs. */
import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#core/config/config.js';
import type { Database } from '#core/database/database.js';
import { EgressGuard } from '#core/http/egress-guard.js';
import { failed, fine, type Finding, warning } from './finding.js';

const TIMEOUT_MS = 4_000;
/** Vendors refuse signatures that are older than a few minutes; the header itself counts whole seconds. */
const SKEW_S = 30;
const MAX_HOSTS = 40;
/** Ends what is said of a name; anything else was said by the guard. */
const DNS_PROBLEM = /(took too long to look up|is not known to DNS)$/;

interface Address {
  readonly slug: string;
  readonly url: string;
  readonly allowHost: string | undefined;
}

interface Reached {
  readonly address: Address;
  readonly problem: string | undefined;
}

export async function egressChecks(config: Config, database: Database): Promise<Finding[]> {
  const addresses = await addressesOf(database);
  if (addresses.length === 0) return [fine('egress', 'no active provider has an address yet')];
  const guard = new EgressGuard(config.egressAllow);
  const reached = await Promise.all(
    addresses.map(async (address) => ({ address, problem: await problemOf(guard, address) })),
  );
  const first = reached.find(({ problem }) => problem === undefined)?.address;
  return [egressFinding(reached), ...(first ? await clockFinding(first.url) : [])];
}

/** One address for each host: what the owner set, else what the connector names for the environment. */
async function addressesOf(database: Database): Promise<Address[]> {
  const rows = await database.query<Address>(
    `SELECT slug, coalesce(base_urls ->> base.key, base.value ->> environment) AS url,
            extra_config ->> 'allow_host' AS "allowHost"
     FROM providers CROSS JOIN LATERAL jsonb_each(coalesce(connector::jsonb -> 'base_urls', '{}')) AS base
     WHERE is_active AND archived_at IS NULL ORDER BY slug`,
  );
  const byHost = new Map<string, Address>();
  for (const row of rows) {
    if (URL.canParse(row.url)) byHost.set(new URL(row.url).host, row);
  }
  return [...byHost.values()].slice(0, MAX_HOSTS);
}

async function problemOf(
  guard: EgressGuard,
  { url, allowHost }: Address,
): Promise<string | undefined> {
  try {
    guard.checkUrl(url, allowHost ?? undefined);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { hostname } = new URL(url);
  const found = await Promise.race([
    lookup(hostname.replace(/^\[|\]$/g, '')).then(
      () => 'found' as const,
      () => 'unknown' as const,
    ),
    delay(TIMEOUT_MS, 'late' as const, { ref: false }),
  ]);
  if (found === 'found') return undefined;
  return `${hostname} ${found === 'late' ? 'took too long to look up' : 'is not known to DNS'}`;
}

export function egressFinding(reached: readonly Reached[]): Finding {
  const bad = reached.filter(({ problem }) => problem !== undefined);
  if (bad.length === 0) return fine('egress', `${reached.length} vendor hosts are known`);
  const list = bad.map(({ address, problem }) => `${address.slug}: ${problem ?? ''}`).join('; ');
  // One name that is not known is a mistake in one provider; all of several are a network without DNS.
  const isRefused = bad.some(({ problem }) => !DNS_PROBLEM.test(problem ?? ''));
  if (isRefused || (bad.length === reached.length && bad.length > 1)) {
    return failed('egress', `${list}; check DNS and KUNCI_EGRESS_ALLOW`);
  }
  return warning('egress', `${list}; check the base URL of that provider`);
}

/** The time of another machine, where one says it: the database may stand on this one. */
async function clockFinding(url: string): Promise<Finding[]> {
  try {
    const startedAt = Date.now();
    const response = await fetch(new URL(url).origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const theirs = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? [] : [skewFinding(theirs - (startedAt + Date.now()) / 2)];
  } catch {
    // Unreachable is told by the provider's own connection test.
    return [];
  }
}

export function skewFinding(skewMs: number): Finding {
  const seconds = Math.abs(skewMs / 1_000);
  if (seconds <= SKEW_S) return fine('clock outside', 'agrees with a vendor');
  return failed(
    'clock outside',
    `differs from a vendor's by ${Math.round(seconds)} s; set this machine's clock (NTP): signatures will be refused`,
  );
}
