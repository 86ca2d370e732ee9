/**
 * Several hubs on one database, each a process of its own that can be killed and started again under its name and
 * port, and a plain load balancer in front of those that take calls.
 */
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { hubClient, type HubClient } from '#test/support/hub-client.js';
import {
  freePort,
  type HubExit,
  type HubProcess,
  startHubProcess,
  TEST_API_KEY,
} from '#test/support/hub-process.js';

const RETRY_START_MS = 500;
const START_TRIES = 60;

export interface Member {
  readonly name: string;
  readonly role: 'api' | 'worker';
  readonly port: number;
  process: HubProcess | undefined;
  /** What ended processes wrote as errors. */
  readonly errors: string[];
}

export interface ClusterAnswer {
  readonly status: number;
  readonly body: any;
}

export interface ClusterCall {
  readonly path: string;
  readonly body: Buffer | Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export class HubCluster {
  readonly members: readonly Member[];
  private readonly env: Readonly<Record<string, string>>;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private turn = 0;

  private constructor(members: readonly Member[], env: Readonly<Record<string, string>>) {
    this.members = members;
    this.env = env;
  }

  /** @param env what all of them share: database, queue, master key */
  static async start(
    env: Readonly<Record<string, string>>,
    size: { readonly api: number; readonly worker: number },
  ): Promise<HubCluster> {
    const members: Member[] = [];
    for (const role of ['api', 'worker'] as const) {
      for (let number = 1; number <= size[role]; number += 1) {
        const port = await freePort();
        members.push({ name: `${role}-${number}`, role, port, process: undefined, errors: [] });
      }
    }
    const cluster = new HubCluster(members, {
      KUNCI_PUBLIC_URL: `http://127.0.0.1:${members[0]?.port ?? 0}`,
      ...env,
    });
    try {
      await Promise.all(members.map((member) => cluster.startMember(member)));
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  get apis(): readonly Member[] {
    return this.members.filter(({ role }) => role === 'api');
  }

  /** The API of one member, or of the first one. */
  api(member = this.apis[0]): HubClient {
    return hubClient(`http://127.0.0.1:${member?.port ?? 0}`, TEST_API_KEY);
  }

  member(name: string): Member {
    const found = this.members.find((member) => member.name === name);
    if (!found) throw new Error(`no member ${name}`);
    return found;
  }

  /** Starts it again until it stands, as a supervisor does: its database may be away just then. */
  async startMember(member: Member): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        member.process = await startHubProcess({
          env: {
            KUNCI_LOG_LEVEL: 'error',
            ...this.env,
            KUNCI_ROLE: member.role,
            PORT: String(member.port),
          },
        });
        return;
      } catch (error) {
        if (tries >= START_TRIES) throw error;
        member.errors.push(error instanceof Error ? error.message : String(error));
        await delay(RETRY_START_MS);
      }
    }
  }

  async kill(member: Member): Promise<void> {
    await this.end(member, (process) => process.kill());
  }

  /** SIGTERM: takes nothing new, ends what it has. */
  stop(member: Member): Promise<HubExit | undefined> {
    return this.end(member, (process) => process.stop());
  }

  /**
   * Asks one of the members that take calls, in turn; tries the next one when nobody listens there.
   *
   * @returns undefined when the connection was cut after the call was sent, or nobody listens at all
   */
  async call(call: ClusterCall): Promise<ClusterAnswer | undefined> {
    this.turn += 1;
    const first = this.turn % this.apis.length;
    for (const { port } of [...this.apis.slice(first), ...this.apis.slice(0, first)]) {
      const answer = await this.callAt(port, call);
      if (answer !== 'refused') return answer;
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    for (const { process } of this.members) await process?.cleanUp();
  }

  /** What all processes wrote as errors, those that run included. */
  errors(): string {
    return this.members
      .map(({ name, errors, process }) =>
        [name, ...errors, process ? wordsOf(process) : ''].join('\n'),
      )
      .join('\n\n');
  }

  private async end(
    member: Member,
    how: (process: HubProcess) => Promise<HubExit>,
  ): Promise<HubExit | undefined> {
    const { process } = member;
    if (!process) return undefined;
    member.process = undefined;
    const exit = await how(process);
    member.errors.push(wordsOf(process));
    await process.cleanUp();
    return exit;
  }

  private callAt(port: number, call: ClusterCall): Promise<ClusterAnswer | 'refused' | undefined> {
    const bytes = Buffer.isBuffer(call.body) ? call.body : Buffer.from(JSON.stringify(call.body));
    return new Promise((resolve) => {
      const request = httpRequest(
        {
          host: '127.0.0.1',
          port,
          path: call.path,
          method: 'POST',
          agent: this.agent,
          timeout: 60_000,
          headers: {
            'content-type': 'application/json',
            'content-length': bytes.length,
            ...call.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => resolve(undefined));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: parsed(Buffer.concat(chunks).toString('utf8')),
            }),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer')));
      request.on('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code === 'ECONNREFUSED' ? 'refused' : undefined),
      );
      request.end(bytes);
    });
  }
}

/** All but the ready line, since a cluster logs errors only. */
function wordsOf(process: HubProcess): string {
  return `${process.stdout()}${process.stderr()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
