import { Injectable } from '@nestjs/common';
import { AppError } from '#core/errors/app-error.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import { Log } from '#core/logging/log.js';
import { Clock } from '#core/time/clock.js';
import { EndpointSecretStore } from '../endpoints/endpoint-secrets.js';
import { toDeliveryRequest } from './delivery-request.js';
import type { AttemptRow, ClaimedDelivery, Fault } from './delivery.rows.js';

const TIMEOUT_MS = 10_000;
/** What of an answer is kept, for people to read. */
const KEPT_ANSWER = 2_000;

/** Makes one attempt at one delivery; whatever goes wrong is the attempt's outcome, never a throw. */
@Injectable()
export class DeliverySender {
  constructor(
    private readonly transport: AxiosTransport,
    private readonly secrets: EndpointSecretStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async send(delivery: ClaimedDelivery): Promise<AttemptRow> {
    const startedAt = this.clock.now();
    const begun = performance.now();
    const base = { number: delivery.attempt_count + 1, started_at: startedAt, url: delivery.url };
    const durationMs = (): number => Math.round(performance.now() - begun);
    let headers: Readonly<Record<string, string>> = {};
    try {
      const request = toDeliveryRequest(delivery, this.secretsOf(delivery, startedAt), startedAt);
      headers = request.headers;
      const answer = await this.transport.send({
        method: 'POST',
        url: delivery.url,
        headers,
        body: request.body,
        timeoutMs: TIMEOUT_MS,
      });
      return {
        ...base,
        duration_ms: durationMs(),
        request_headers: headers,
        response_status: answer.status,
        response_headers: answer.headers,
        response_body: textOf(answer.body),
        ...verdict(answer.status),
      };
    } catch (error) {
      const problem = this.problemOf(delivery, error);
      return {
        ...base,
        duration_ms: durationMs(),
        request_headers: headers,
        response_status: null,
        response_headers: null,
        response_body: null,
        error: problem.message,
        fault: problem.fault,
      };
    }
  }

  private secretsOf(delivery: ClaimedDelivery, now: Date): { current: string; previous?: string } {
    const secrets = this.secrets.open(delivery.endpoint_id, delivery.secrets_sealed);
    const until = delivery.previous_secret_until;
    return until !== null && until > now ? secrets : { current: secrets.current };
  }

  /** What the transport raises is about the receiver or the way there; anything else is ours. */
  private problemOf(
    delivery: ClaimedDelivery,
    error: unknown,
  ): { readonly message: string; readonly fault: Fault } {
    if (error instanceof AppError) return { message: error.message, fault: 'receiver' };
    this.log.error({ err: error, delivery_id: delivery.id }, 'a delivery could not be made');
    return { message: 'The hub could not make this delivery; see its log.', fault: 'hub' };
  }
}

function verdict(status: number): { readonly error: string | null; readonly fault: Fault | null } {
  if (status >= 200 && status < 300) return { error: null, fault: null };
  const hint =
    status >= 300 && status < 400
      ? ' (redirects are not followed: give the endpoint its final address)'
      : '';
  return { error: `The receiver answered with ${status}${hint}.`, fault: 'receiver' };
}

/** Zero bytes can't be stored as text. */
function textOf(body: Buffer): string {
  return body.subarray(0, KEPT_ANSWER).toString('utf8').replaceAll('\0', '\uFFFD');
}
