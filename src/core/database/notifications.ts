import pg from 'pg';
import type { Database } from './database.js';

type Handler = (payload: string) => void;

const RECONNECT_MS = 1_000;

/**
 * Changes of state across instances, over Postgres LISTEN/NOTIFY. A message may be lost while the
 * listening connection is down, so whoever caches state re-reads it in `onReconnect`.
 */
export class Notifications {
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly reconnectHandlers = new Set<() => void>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private pid: number | undefined;
  /** A connection runs one statement at a time, so they wait for each other here. */
  private listening: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: pg.ClientConfig,
    private readonly database: Database,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Opens the listening connection; until then `subscribe` only remembers. */
  async start(): Promise<void> {
    await this.connect();
  }

  /** Number of the listening connection at the server, by which the processes of the hub are told apart there. */
  get backendPid(): number | undefined {
    return this.pid;
  }

  /** Calls `handler` with each payload on `channel`; returns how to stop. */
  subscribe(channel: string, handler: Handler): () => void {
    const known = this.handlers.get(channel);
    if (known) {
      known.add(handler);
    } else {
      this.handlers.set(channel, new Set([handler]));
      this.listen(channel);
    }
    return () => this.handlers.get(channel)?.delete(handler);
  }

  /** Called after the connection was lost and is back: messages in between did not arrive. */
  onReconnect(handler: () => void): void {
    this.reconnectHandlers.add(handler);
  }

  /** Sends at once; inside a transaction use `SELECT pg_notify(…)` on its own connection instead. */
  async publish(channel: string, payload: string): Promise<void> {
    await this.database.query('SELECT pg_notify($1, $2)', [channel, payload]);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...this.connection,
      keepAlive: true,
      application_name: 'kunci-listen',
    });
    client.on('notification', ({ channel, payload }) => this.dispatch(channel, payload ?? ''));
    client.on('error', (error) => this.onError(error));
    client.on('end', () => this.scheduleReconnect());
    await client.connect();
    // Asked for, since a connection pooler in between gives out numbers of its own.
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    this.pid = rows[0]?.pid;
    this.client = client;
    for (const channel of this.handlers.keys()) {
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    }
  }

  private listen(channel: string): void {
    const { client } = this;
    if (!client) return;
    this.listening = this.listening
      .then(() => client.query(`LISTEN ${pg.escapeIdentifier(channel)}`))
      .catch((error: unknown) => {
        this.onError(error instanceof Error ? error : new Error(String(error)));
      });
  }

  private scheduleReconnect(): void {
    if (this.isClosed) return;
    this.client = undefined;
    this.pid = undefined;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.reconnect(), RECONNECT_MS);
  }

  private async reconnect(): Promise<void> {
    if (this.isClosed) return;
    try {
      await this.connect();
    } catch (error) {
      this.onError(error instanceof Error ? error : new Error(String(error)));
      this.scheduleReconnect();
      return;
    }
    for (const handler of this.reconnectHandlers) handler();
  }

  private dispatch(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }
}
