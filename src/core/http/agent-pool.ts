/**
 * Keep-alive agents. Connections are shared by all requests with the same client certificate and the
 * same exception from the egress guard: a socket opened under an exception must not serve others.
 */
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import type { EgressGuard } from './egress-guard.js';
import type { TlsIdentity } from './http.types.js';

/** The two agents of one identity. */
export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/**
 * Idle sockets go before servers give them up: the shortest common default is 5 s. A shorter time that
 * the server announces in its Keep-Alive header wins; Node reads that by itself.
 */
const IDLE_SOCKET_MS = 4_000;
const MAX_SOCKETS_PER_HOST = 512;
const MAX_IDLE_SOCKETS_PER_HOST = 256;
/**
 * TCP keep-alive delay. axios sets this very value with each request; any other here would cost two
 * system calls a request for setting it back and forth.
 */
const PROBE_IDLE_MS = 60_000;
/** Node's 250 ms for each address of a name is less than one round trip to a far continent. */
const ATTEMPT_MS = 1_500;
const MAX_IDENTITIES = 200;

type Created = (error: Error | null, socket: Duplex) => void;

export class AgentPool {
  private readonly plain: Agents;
  private readonly special = new Map<string, Agents>();
  private readonly fingerprints = new WeakMap<TlsIdentity, string>();

  constructor(private readonly guard: EgressGuard) {
    this.plain = createAgents(guard);
  }

  get(tls?: TlsIdentity, allowHost?: string): Agents {
    if (tls === undefined && allowHost === undefined) return this.plain;
    const key = `${tls ? this.fingerprintOf(tls) : ''} ${allowHost ?? ''}`;
    const known = this.special.get(key);
    if (known !== undefined) return known;
    this.makeRoom();
    const agents = createAgents(this.guard, tls, allowHost);
    this.special.set(key, agents);
    return agents;
  }

  /** Closes every connection, busy ones included. */
  close(): void {
    for (const agents of [this.plain, ...this.special.values()]) {
      agents.http.destroy();
      agents.https.destroy();
    }
    this.special.clear();
  }

  /** The oldest identity is only forgotten: its running calls end as usual, its idle sockets time out. */
  private makeRoom(): void {
    if (this.special.size < MAX_IDENTITIES) return;
    const [oldest] = this.special.keys();
    if (oldest !== undefined) this.special.delete(oldest);
  }

  private fingerprintOf(tls: TlsIdentity): string {
    const known = this.fingerprints.get(tls);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for (const part of [tls.cert, tls.key, tls.ca, tls.passphrase]) hash.update(`${part ?? ''}\0`);
    const fingerprint = hash.digest('base64');
    this.fingerprints.set(tls, fingerprint);
    return fingerprint;
  }
}

function createAgents(guard: EgressGuard, tls?: TlsIdentity, allowHost?: string): Agents {
  const shared = {
    keepAlive: true,
    keepAliveMsecs: PROBE_IDLE_MS,
    timeout: IDLE_SOCKET_MS,
    maxSockets: MAX_SOCKETS_PER_HOST,
    maxFreeSockets: MAX_IDLE_SOCKETS_PER_HOST,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
  };
  return {
    http: new GuardedHttpAgent(shared, guard, allowHost),
    https: new GuardedHttpsAgent({ ...shared, ...tls }, guard, allowHost),
  };
}

class GuardedHttpAgent extends http.Agent {
  constructor(
    options: http.AgentOptions,
    private readonly guard: EgressGuard,
    private readonly allowHost: string | undefined,
  ) {
    super(options);
  }

  override createConnection(
    options: http.ClientRequestArgs,
    created?: Created,
  ): Duplex | null | undefined {
    const guarded = guardedOptions(options, this.guard, this.allowHost, created);
    return guarded && super.createConnection(guarded, created);
  }
}

class GuardedHttpsAgent extends https.Agent {
  constructor(
    options: https.AgentOptions,
    private readonly guard: EgressGuard,
    private readonly allowHost: string | undefined,
  ) {
    super(options);
  }

  override createConnection(
    options: https.RequestOptions,
    created?: Created,
  ): Duplex | null | undefined {
    const guarded = guardedOptions(options, this.guard, this.allowHost, created);
    return guarded && super.createConnection(guarded, created);
  }
}

/** The options with the guard's lookup; undefined, and the refusal handed to `created`, for a forbidden literal. */
function guardedOptions<T extends http.ClientRequestArgs>(
  options: T,
  guard: EgressGuard,
  allowHost: string | undefined,
  created: Created | undefined,
): T | undefined {
  const port = Number(options.port ?? 0);
  try {
    guard.checkHost(options.host ?? 'localhost', port, allowHost);
  } catch (error) {
    created?.(error as Error, undefined as unknown as Duplex);
    return undefined;
  }
  return { ...options, lookup: guard.lookup(port, allowHost) };
}
