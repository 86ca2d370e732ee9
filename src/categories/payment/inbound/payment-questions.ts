import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { RouteQuestion } from '#connectors/webhook/routes.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type { QuestionHandler } from '#webhooks/webhook-handlers.js';
import { type Bill, billStateOf, toBill } from './bill.js';
import { BillPayments } from './bill-payments.js';
import { PaymentNumbers } from './payment-numbers.js';
import type { PaymentRow } from '../payment.rows.js';
import { PaymentRepository } from '../payment.repository.js';

const idSchema = z.union([z.string().trim(), z.number().transform(String)]);

/** By the number that we gave out, else by our reference. */
const whichSchema = z.object({ number: idSchema.optional(), reference: idSchema.optional() });
const payQuestionSchema = whichSchema.extend({
  /** The vendor's id of this payment: a repeat has the same. */
  payment_id: idSchema.pipe(z.string().min(1).max(255)),
  amount: z.int().optional(),
  currency: z.string().optional(),
  refs: z.record(z.string(), z.coerce.string()).default({}),
});

/** Answers vendors that call the hub as a server: which bill is behind a number, and may it be paid. */
@Injectable()
export class PaymentQuestions implements QuestionHandler {
  readonly integrationType = 'payment';

  constructor(
    private readonly numbers: PaymentNumbers,
    private readonly payments: PaymentRepository,
    private readonly billPayments: BillPayments,
    private readonly providers: ProviderRegistry,
  ) {}

  async answer(question: RouteQuestion, provider: Provider): Promise<Bill | undefined> {
    switch (question.question) {
      case 'bill':
        return this.bill(read(whichSchema, question), provider);
      case 'pay':
        return this.pay(read(payQuestionSchema, question), provider);
      default:
        throw new InvalidInputError(
          'ask.question',
          `"${question.question}" is no question that payments can answer; use bill or pay.`,
        );
    }
  }

  private async bill(
    which: z.infer<typeof whichSchema>,
    provider: Provider,
  ): Promise<Bill | undefined> {
    const row = await this.find(which, provider);
    if (!row) return undefined;
    const isHere = this.accountOf(provider).includes(row.provider_id);
    return toBill(row, billStateOf(row, { isHere, now: this.billPayments.now() }));
  }

  private async pay(
    asked: z.infer<typeof payQuestionSchema>,
    provider: Provider,
  ): Promise<Bill | undefined> {
    const row = await this.find(asked, provider);
    if (!row) return undefined;
    const { payment_id: paymentId, amount, currency, refs } = asked;
    const account = this.accountOf(provider);
    return this.billPayments.take(row.id, { paymentId, amount, currency, refs, account });
  }

  private async find(
    { number, reference }: z.infer<typeof whichSchema>,
    provider: Provider,
  ): Promise<PaymentRow | undefined> {
    const numbered =
      number === undefined || number === '' ? undefined : await this.numbers.find(provider, number);
    if (numbered) return numbered;
    if (reference === undefined || reference === '') return undefined;
    return (await this.payments.findByVendor(this.accountOf(provider), { reference }))?.payment;
  }

  /** Formats of one vendor account share their webhooks, so a sibling's bill may be asked for here. */
  private accountOf(provider: Provider): string[] {
    return this.providers.siblingsOf(provider).map((sibling) => sibling.id);
  }
}

/** @throws InvalidInputError naming the part of the question that the connector has to fill */
function read<T>(schema: z.ZodType<T>, { question, with: values }: RouteQuestion): T {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidInputError(
    `ask.with.${issue?.path.join('.') ?? ''}`,
    `The question "${question}" can't be answered: ${issue?.message ?? 'its values do not fit'}.`,
  );
}
