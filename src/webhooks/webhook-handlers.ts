import { Injectable } from '@nestjs/common';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { RouteQuestion } from '#connectors/webhook/routes.js';
import type { Sql } from '#core/database/database.js';
import type { Provider } from '#providers/provider.types.js';

/** What became of one event. `detail` is a sentence for the webhook's page. */
export interface EventOutcome {
  readonly outcome: 'applied' | 'unchanged' | 'ignored' | 'refused';
  readonly detail: string;
  /** Id of the payment, message, booking … that the event is about. */
  readonly subjectId?: string;
  /** The vendor, when asked, did not say the same: the id is left free, since the truth may come with it yet. */
  readonly isUnconfirmed?: boolean;
}

/** An event that is ready to be written: everything slow was done in `prepare`. */
export type ApplyEvent = (tx: Sql) => Promise<EventOutcome>;

export interface EventContext {
  readonly provider: Provider;
  /** `status`: ask the vendor before believing it. */
  readonly confirm: 'status' | 'none';
}

/** A category's side of the webhook hub. */
export interface WebhookHandler {
  readonly integrationType: string;

  /**
   * Understands one event and does what needs the network, such as asking the vendor for the status.
   * The result is applied in the transaction that also marks the webhook as done.
   *
   * @throws whatever should make the hub try again later
   */
  prepare(event: NeutralEvent, context: EventContext): Promise<ApplyEvent>;
}

/** A category's side of the routes on which a vendor calls the hub as a server. */
export interface QuestionHandler {
  readonly integrationType: string;

  /**
   * Answers what a vendor asks, from our own rows; undefined when there is nothing. What the answer promises is on disk
   * when it is given, since the vendor hears it at once.
   *
   * @throws AppError for a question that the connector asks wrongly
   */
  answer(
    question: RouteQuestion,
    provider: Provider,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** One handler a category; each registers its own, the hub knows no category. */
@Injectable()
export class WebhookHandlers {
  private readonly handlers = new Map<string, WebhookHandler>();
  private readonly questions = new Map<string, QuestionHandler>();

  register(handler: WebhookHandler): void {
    this.handlers.set(handler.integrationType, handler);
  }

  find(integrationType: string): WebhookHandler | undefined {
    return this.handlers.get(integrationType);
  }

  registerQuestions(handler: QuestionHandler): void {
    this.questions.set(handler.integrationType, handler);
  }

  findQuestions(integrationType: string): QuestionHandler | undefined {
    return this.questions.get(integrationType);
  }
}
