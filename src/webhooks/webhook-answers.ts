import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { ExpressionError } from '#connectors/expressions/expression.error.js';
import { answerHandshake, type HandshakeAnswer } from '#connectors/webhook/handshake.js';
import {
  DEFAULT_OK,
  DEFAULT_REJECTED,
  okReply,
  rejectedReply,
  type ReplyRequest,
  type WebhookReply,
} from '#connectors/webhook/reply.js';
import type { WebhookRoute } from '#connectors/webhook/webhook.schemas.js';
import { AppError } from '#core/errors/app-error.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import { Log } from '#core/logging/log.js';
import type { Provider } from '#providers/provider.types.js';
import { plainRefusal } from './plain-refusal.js';
import { RouteAnswers } from './route-answers.js';

const VISIT_TIMEOUT_MS = 5_000;

const NO_ANSWER = 'The answer could not be made; ask again.';
const NOT_CONFIRMED =
  'The address that confirms the subscription could not be opened; send this again.';

/** An answer, and how the row of the call ends with it. */
export interface Answer {
  readonly reply: WebhookReply;
  readonly status: 'processed' | 'ignored' | 'rejected' | 'failed';
  readonly reason: string;
}

/** What a vendor is answered, in the words of its connector; a wording that fails on a call never costs the call. */
@Injectable()
export class WebhookAnswers {
  constructor(
    private readonly engine: ExpressionEngine,
    private readonly routes: RouteAnswers,
    private readonly transport: AxiosTransport,
    private readonly log: Log,
  ) {}

  ok(request: ReplyRequest): Promise<WebhookReply> {
    return this.orElse(DEFAULT_OK, () => okReply(this.engine, request));
  }

  /** @param refused what was wrong with the call, which the words of a route may depend on */
  rejected(
    request: ReplyRequest,
    refused: 'signature' | 'access_token',
    route?: WebhookRoute,
  ): Promise<WebhookReply> {
    const told = { ...request, extra: { refused } };
    return this.orElse(DEFAULT_REJECTED, () => rejectedReply(this.engine, told, route?.rejected));
  }

  /** The answer to a challenge, its confirming address opened; undefined when the call is none. */
  async handshake(request: ReplyRequest): Promise<Answer | undefined> {
    const answer = await answerHandshake(this.engine, request);
    if (!answer) return undefined;
    const { accepted, reply } = answer;
    if (!accepted) return { reply, status: 'rejected', reason: 'handshake refused' };
    const problem = await this.visit(answer, request);
    if (problem !== undefined) {
      return { reply: plainRefusal(503, NOT_CONFIRMED), status: 'failed', reason: problem };
    }
    return { reply, status: 'ignored', reason: 'handshake answered' };
  }

  /** The vendor calls us as a server: the answer is made from our rows before it is sent. */
  async question(request: ReplyRequest, route: WebhookRoute, provider: Provider): Promise<Answer> {
    try {
      const { reply, isTaken } = await this.routes.answer(request, route, provider);
      if (!isTaken) return { reply, status: 'ignored', reason: `turned away with ${reply.status}` };
      return { reply, status: 'processed', reason: `answered with ${reply.status}` };
    } catch (error) {
      if (!(error instanceof AppError) || isBusy(error)) throw error;
      return { reply: plainRefusal(500, NO_ANSWER), status: 'failed', reason: error.message };
    }
  }

  private async visit(answer: HandshakeAnswer, request: ReplyRequest): Promise<string | undefined> {
    if (answer.visit === undefined) return undefined;
    try {
      const { status } = await this.transport.send({
        method: 'GET',
        url: answer.visit,
        headers: { accept: '*/*' },
        timeoutMs: VISIT_TIMEOUT_MS,
      });
      return status < 400 ? undefined : `the confirming address answered with ${status}`;
    } catch (error) {
      const { slug } = request.scope.provider;
      this.log.warn({ err: error, provider: slug }, 'a subscription could not be confirmed');
      return `the confirming address could not be opened: ${error instanceof Error ? error.message : ''}`;
    }
  }

  private async orElse(
    fallback: WebhookReply,
    make: () => Promise<WebhookReply>,
  ): Promise<WebhookReply> {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.log.warn(
        { err: error },
        'the reply of a connector could not be made; a plain one is sent',
      );
      return fallback;
    }
  }
}

/** No evaluator was free: nothing is wrong with the call, so its sender should come again. */
export function isBusy(error: unknown): boolean {
  return error instanceof ExpressionError && error.code === 'busy';
}
