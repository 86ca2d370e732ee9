/** Sends requests, many at a time, and judges every answer. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { FuzzRequest } from '#test/fuzz/fuzz-requests.js';

export interface FuzzFinding {
  readonly what: string;
  readonly request: string;
  readonly answer: string;
}

export interface FuzzReport {
  readonly sent: number;
  /** How many answers of each status; 0 stands for a connection that ended without one. */
  readonly statuses: Readonly<Record<string, number>>;
  /** 502, 503 and 504 of routes that ask a vendor: counted apart, they are documented. */
  readonly vendorTrouble: number;
  readonly findings: readonly FuzzFinding[];
}

interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export interface FuzzRunOptions {
  readonly url: string;
  readonly requests: number;
  readonly atATime: number;
  next(): FuzzRequest;
  /** Sees what was answered, to learn ids. */
  onAnswer(text: string): void;
}

const TIMEOUT_MS = 60_000;
const MAX_FINDINGS = 200;
const VENDOR_STATUSES = new Set([502, 503, 504]);
const UUID = /"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"/g;

/** Every id in an answer. */
export function idsIn(text: string): string[] {
  return [...text.matchAll(UUID)].slice(0, 5).map((match) => match[1] ?? '');
}

export async function runFuzz(options: FuzzRunOptions): Promise<FuzzReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.atATime });
  const statuses: Record<string, number> = {};
  const findings: FuzzFinding[] = [];
  let sent = 0;
  let vendorTrouble = 0;
  const worker = async (): Promise<void> => {
    while (sent < options.requests) {
      sent += 1;
      const one = options.next();
      const answer = one.isCut
        ? await sendCut(options.url, one)
        : await send(options.url, one, agent);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      options.onAnswer(answer.text);
      const problem = problemOf(one, answer);
      if (VENDOR_STATUSES.has(answer.status) && problem === undefined) vendorTrouble += 1;
      if (problem !== undefined && findings.length < MAX_FINDINGS) {
        findings.push({
          what: problem,
          request: described(one),
          answer: `${answer.status} ${answer.text.slice(0, 400)}`,
        });
      }
    }
  };
  await Promise.all(Array.from({ length: options.atATime }, worker));
  agent.destroy();
  return { sent, statuses, vendorTrouble, findings };
}

/** What is wrong with an answer; undefined when nothing is. */
function problemOf(
  one: FuzzRequest,
  { status, contentType, text }: FuzzAnswer,
): string | undefined {
  if (status === 0) return one.isCut ? undefined : `no answer: ${text}`;
  const isWebhook = one.path.startsWith('/webhook');
  if (status >= 500 && !(VENDOR_STATUSES.has(status) && !isWebhook)) return `status ${status}`;
  if (status < 400 || hasOwnBody(one, status)) return undefined;
  return isErrorBody(contentType, text) ? undefined : 'an error without the body that errors have';
}

/** Where the body of an error is not ours to judge: there is none, or it is the protocol's own answer. */
function hasOwnBody(one: FuzzRequest, status: number): boolean {
  if (one.method === 'HEAD' || one.isCut || one.path.startsWith('/health')) return true;
  return one.path.startsWith('/webhook') && [400, 401, 403].includes(status);
}

function isErrorBody(contentType: string, text: string): boolean {
  if (!contentType.startsWith('application/json')) return false;
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    return (
      typeof body['message'] === 'string' &&
      Array.isArray(body['errors']) &&
      body['data'] === null &&
      typeof body['trace_id'] === 'string' &&
      body['trace_id'] !== ''
    );
  } catch {
    return false;
  }
}

function send(url: string, one: FuzzRequest, agent: Agent): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const fail = (error: Error): void =>
      resolve({ status: 0, contentType: '', text: error.message });
    const headers = one.headers.flat();
    if (one.body) headers.push('content-length', String(one.body.length));
    if (!one.headers.some(([name]) => name === 'host')) headers.push('host', `${hostname}:${port}`);
    const call = request(
      { hostname, port, method: one.method, path: one.path, headers, agent, timeout: TIMEOUT_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    call.on('timeout', () => call.destroy(new Error('no answer in time')));
    call.on('error', fail);
    call.end(one.body);
  });
}

/** Announces the whole body, sends half, hangs up. */
function sendCut(url: string, one: FuzzRequest): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      const body = one.body ?? Buffer.alloc(0);
      const lines = one.headers.map(([name, value]) => `${name}: ${value}`).join('\r\n');
      socket.write(
        `${one.method} ${one.path} HTTP/1.1\r\nhost: x\r\n${lines}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.subarray(0, body.length / 2));
      setTimeout(() => socket.destroy(), 20);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ status: 0, contentType: '', text: '' }));
  });
}

function described(one: FuzzRequest): string {
  const body = one.body === undefined ? '' : one.body.toString('utf8').slice(0, 1_500);
  return `${one.method} ${one.path.slice(0, 500)} ${JSON.stringify(one.headers.filter(([name]) => name !== 'authorization')).slice(0, 400)} ${body}`;
}
