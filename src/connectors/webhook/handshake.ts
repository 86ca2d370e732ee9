/** Challenges by which a vendor makes sure that a URL is ours before it sends anything. */
import { credentialViews } from '../connector-context.js';
import { ExpressionError } from '../expressions/expression.error.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { asText, holds, type ExpressionInput } from '../rendered-values.js';
import { buildReply, replyInput, type ReplyRequest, type WebhookReply } from './reply.js';
import { webhookInput } from './webhook-context.js';
import type { Handshake } from './webhook.schemas.js';

export interface HandshakeAnswer {
  readonly accepted: boolean;
  readonly reply: WebhookReply;
  /** URL to open, which confirms the subscription. */
  readonly visit?: string;
}

const REFUSED: WebhookReply = {
  status: 403,
  headers: { 'content-type': 'text/plain' },
  body: 'forbidden',
};

/**
 * The answer to a handshake, or undefined when the call is none. `accept` may compare with secrets;
 * the reply sees open credentials only. One that arrives by POST is to be verified first.
 */
export async function answerHandshake(
  engine: ExpressionEngine,
  request: ReplyRequest,
): Promise<HandshakeAnswer | undefined> {
  const { connector, scope, credentials } = request;
  const full = webhookInput(scope, credentialViews(connector, credentials).all);
  const handshake = await findHandshake(engine, request, full);
  if (!handshake) return undefined;
  if (!(await holdsOnThis(engine, handshake.accept, full))) {
    return { accepted: false, reply: REFUSED };
  }
  const open = replyInput(request);
  const visit = handshake.visit && asText(await engine.evaluate(handshake.visit, open));
  const reply = await buildReply(engine, handshake.reply, open);
  return { accepted: true, reply, ...(visit && { visit }) };
}

async function findHandshake(
  engine: ExpressionEngine,
  { connector, scope }: ReplyRequest,
  input: ExpressionInput,
): Promise<Handshake | undefined> {
  const defined = connector.webhook?.handshake;
  if (!defined) return undefined;
  for (const handshake of Array.isArray(defined) ? defined : [defined]) {
    const applies =
      handshake.when === undefined
        ? scope.call.method === 'GET'
        : await holdsOnThis(engine, handshake.when, input);
    if (applies) return handshake;
  }
  return undefined;
}

/** Anything may arrive at the address, so a condition that can't be evaluated on it simply does not hold. */
async function holdsOnThis(
  engine: ExpressionEngine,
  condition: string | undefined,
  input: ExpressionInput,
): Promise<boolean> {
  try {
    return await holds(engine, condition, input);
  } catch (error) {
    if (error instanceof ExpressionError && error.code !== 'busy') return false;
    throw error;
  }
}
