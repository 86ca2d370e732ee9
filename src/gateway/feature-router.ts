/**
 * Walks a feature's chain of providers until one does it. Whether the next may be tried is written in
 * the table of error kinds; where that depends on the vendor having done nothing, the category finds out.
 */
import { AppError } from '#core/errors/app-error.js';
import { VENDOR_ERROR_KINDS, VendorError } from '#core/errors/vendor-error.js';
import { inSpan } from '#core/tracing/spans.js';
import { runInScope } from './call-scope.js';

/** What the router needs of a provider. */
export interface RoutedProvider {
  readonly id: string;
  readonly slug: string;
}

/** Brings a chain into the order in which it is tried; pure, the given chain stays as it is. */
export type ChainOrder = <P extends RoutedProvider>(chain: readonly P[]) => readonly P[];

export interface Route<P extends RoutedProvider> {
  readonly chain: readonly P[];
  /** As in `payment.qris`, for the log and for messages. */
  readonly featureKey?: string;
  /** What it is about, such as a payment id; for the log. */
  readonly reference?: string;
  readonly order?: ChainOrder;
  /** Time for all attempts together. */
  readonly budgetMs?: number;
  /**
   * Asked after an ambiguous failure: is it certain that the vendor did nothing? Without it, or when it
   * throws, the answer is no.
   */
  readonly isSurelyAbsent?: (provider: P, error: VendorError) => Promise<boolean>;
}

interface Failure<P> {
  readonly provider: P;
  readonly error: VendorError;
}

const BUDGET_MS = 30_000;
/** With less than this another provider is not begun: it would only end in doubt. */
const MIN_ATTEMPT_MS = 1_000;

/** The order in which the owner put them. */
export const byPriority: ChainOrder = (chain) => chain;

export class FeatureRouter {
  /**
   * Tries the chain. Calls that `work` makes are logged under the feature, reference and number of the
   * attempt, and end with the budget.
   *
   * @param work one attempt at one provider; `attempt` is 1 for the first
   * @throws the error of the only attempt as it is; after several the last one, telling of all; at once
   *   whatever is not a VendorError
   */
  run<P extends RoutedProvider, T>(
    route: Route<P>,
    work: (provider: P, attempt: number) => Promise<T>,
  ): Promise<T> {
    const { featureKey, reference } = route;
    const attributes = { 'kunci.feature': featureKey, 'kunci.reference': reference };
    return inSpan(`feature ${featureKey ?? ''}`.trim(), { attributes }, () =>
      this.walk(route, work),
    );
  }

  private async walk<P extends RoutedProvider, T>(
    route: Route<P>,
    work: (provider: P, attempt: number) => Promise<T>,
  ): Promise<T> {
    const deadline = Date.now() + (route.budgetMs ?? BUDGET_MS);
    const failures: Failure<P>[] = [];
    for (const provider of (route.order ?? byPriority)(route.chain)) {
      if (failures.length > 0 && deadline - Date.now() < MIN_ATTEMPT_MS) break;
      const attempt = failures.length + 1;
      const scope = { featureKey: route.featureKey, reference: route.reference, attempt, deadline };
      try {
        return await runInScope(scope, () => tryOne(provider, attempt, work));
      } catch (error) {
        if (!(error instanceof VendorError)) throw error;
        failures.push({ provider, error });
        if (!(await runInScope(scope, () => mayGoOn(route, provider, error)))) break;
      }
    }
    throw summary(route.featureKey, failures);
  }
}

function tryOne<P extends RoutedProvider, T>(
  provider: P,
  attempt: number,
  work: (provider: P, attempt: number) => Promise<T>,
): Promise<T> {
  const attributes = { 'kunci.provider': provider.slug, 'kunci.attempt': attempt };
  return inSpan(`provider ${provider.slug}`, { attributes }, () => work(provider, attempt));
}

async function mayGoOn<P extends RoutedProvider>(
  route: Route<P>,
  provider: P,
  error: VendorError,
): Promise<boolean> {
  const { fallback } = VENDOR_ERROR_KINDS[error.kind];
  switch (fallback) {
    case 'yes':
      return true;
    case 'no':
      return false;
    case 'if-absent':
      return isSurelyAbsent(route, provider, error);
  }
}

async function isSurelyAbsent<P extends RoutedProvider>(
  route: Route<P>,
  provider: P,
  error: VendorError,
): Promise<boolean> {
  try {
    return (await route.isSurelyAbsent?.(provider, error)) ?? false;
  } catch {
    // The question itself failed (and left its own log row), so nothing is known.
    return false;
  }
}

function summary<P extends RoutedProvider>(
  featureKey: string | undefined,
  failures: readonly Failure<P>[],
): AppError {
  const last = failures.at(-1);
  if (last === undefined) return nobodyMapped(featureKey);
  if (failures.length === 1) return last.error;
  const attempts = failures.map(({ provider, error }) => `${provider.slug}: ${error.message}`);
  const message = `None of ${failures.length} providers did it. ${attempts.join(' | ')}`;
  return new VendorError(last.error.kind, message, {
    cause: last.error,
    retryAfterS: last.error.retryAfterS,
    vendorCode: last.error.vendorCode,
    vendorStatus: last.error.vendorStatus,
    field: last.error.errors[0]?.field,
  });
}

function nobodyMapped(featureKey: string | undefined): AppError {
  const feature = featureKey ?? 'this feature';
  return new AppError(`No active provider is mapped to ${feature}; map one under Features.`, {
    status: 409,
  });
}
