/** When a vendor that says nothing is to be worried about; pure. */

/** Where a provider has no history yet: guests take their time, but hardly more than this. */
export const DEFAULT_USUAL_S = 30 * 60;
/** Fewer paid payments than that tell nothing about what is usual. */
export const ENOUGH_HISTORY = 5;
/** Less, and a webhook on its way already looks like one that was lost. */
const SHORTEST_USUAL_S = 120;
/** How unlikely it must be that none of these guests has paid, before it is the webhooks that are missing. */
const CHANCE = 0.01;

export interface SilenceFacts {
  /** Charges without any webhook that have been open for longer than usual. */
  readonly overdueCharges: number;
  /** Since the last webhook, or since the oldest of the open charges where that is younger. */
  readonly silentForS: number;
  readonly usualS: number;
  /** Share of earlier charges, 0 to 1, that a webhook told of; undefined without history. */
  readonly answeredShare: number | undefined;
  /** Payments that were found paid by asking, after the last webhook that came. */
  readonly lostWebhooks: number;
}

/** What is usual, out of the delays of earlier webhooks: the 95th percentile, or a default. */
export function usualDelayS(history: { readonly count: number; readonly p95S: number | null }) {
  if (history.count < ENOUGH_HISTORY || history.p95S === null) return DEFAULT_USUAL_S;
  return Math.max(SHORTEST_USUAL_S, Math.ceil(history.p95S));
}

/**
 * A payment found paid that no webhook told of is proof. Otherwise charges must have been open for longer than usual,
 * and so many that it can hardly be the guests: where half of them never pay, two open charges mean nothing.
 */
export function isSilent(facts: SilenceFacts): boolean {
  if (facts.lostWebhooks > 0) return true;
  if (facts.overdueCharges === 0 || facts.silentForS <= facts.usualS) return false;
  const unanswered = 1 - (facts.answeredShare ?? 1);
  return unanswered ** facts.overdueCharges <= CHANCE;
}
