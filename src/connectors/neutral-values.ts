/**
 * Turns a vendor's words and amounts, in results and events, into ours.
 *
 * - `status` goes through `statuses`, or the map that `status_map` names; the vendor's word is kept
 *   as `vendor_status`. A status the template writes out literally is ours already. A word that no
 *   map knows leaves `status` undefined and a warning behind.
 * - `amount` with `currency` becomes an integer in minor units, read as `money` says. An amount that
 *   can't be read exactly is left out with a warning, never guessed, and kept as text in `unread_amount`:
 *   who compares amounts must not take it for a vendor that names none.
 *
 * Lists of objects directly under the result are treated the same, one by one.
 */
import { AppError } from '#core/errors/app-error.js';
import { exponentOf, parseDecimal, rescale } from '#core/money/money.js';
import type { Connector } from './definition.schemas.js';
import { asText, isRecord } from './rendered-values.js';
import type { MoneyNotation, Template } from './template.schemas.js';
import { isExpression } from './templates/render.js';

type Values = Record<string, unknown>;

/** Enough to tell a person what came. */
const UNREAD_LENGTH = 40;

export interface NeutralOptions {
  readonly connector: Connector;
  /** Overrides the connector's. */
  readonly money?: MoneyNotation | undefined;
  /** The template the values came from, to tell literal words from the vendor's. */
  readonly template?: Template | undefined;
}

/** A copy with status and amounts translated; anything but an object comes back as it is. */
export function toNeutral(rendered: unknown, options: NeutralOptions): unknown {
  if (!isRecord(rendered)) return rendered;
  const warnings: string[] = [];
  const neutral = translate(rendered, options, warnings);
  for (const [key, value] of Object.entries(neutral)) {
    if (Array.isArray(value) && value.some(isRecord)) {
      const inner = { ...options, template: undefined };
      neutral[key] = value.map((one: unknown) =>
        isRecord(one) ? translate(one, inner, warnings) : one,
      );
    }
  }
  return warnings.length === 0 ? neutral : { ...neutral, warnings };
}

function translate(values: Values, options: NeutralOptions, warnings: string[]): Values {
  const { status_map: mapName, ...copy } = values;
  translateStatus(copy, asText(mapName), options, warnings);
  translateAmount(copy, options, warnings);
  return copy;
}

function translateStatus(
  values: Values,
  mapName: string | undefined,
  options: NeutralOptions,
  warnings: string[],
): void {
  const word = asText(values['status']);
  if (word === undefined || isLiteralStatus(options.template)) return;
  const { connector } = options;
  const map = (mapName === undefined ? connector.statuses : connector.status_maps[mapName]) ?? {};
  const ours = mapStatus(map, word);
  values['vendor_status'] = word;
  values['status'] = ours;
  if (ours === undefined) {
    warnings.push(
      `The status "${word.slice(0, 60)}" is unknown; add it to "${mapName ? `status_maps.${mapName}` : 'statuses'}" of the connector.`,
    );
  }
}

/** Our word for the vendor's; a word that is already one of ours stays, as does all without a map. */
function mapStatus(map: Readonly<Record<string, string>>, word: string): string | undefined {
  const lower = word.trim().toLowerCase();
  const entries = Object.entries(map);
  if (entries.length === 0) return word;
  const direct = Object.hasOwn(map, lower) ? map[lower] : undefined;
  if (direct !== undefined) return direct;
  const anyCase = entries.find(([theirs]) => theirs.toLowerCase() === lower)?.[1];
  return anyCase ?? entries.find(([, ours]) => ours === word)?.[1];
}

function isLiteralStatus(template: Template | undefined): boolean {
  if (!isRecord(template)) return false;
  const status = template['status'];
  return typeof status === 'string' && !isExpression(status);
}

function translateAmount(values: Values, options: NeutralOptions, warnings: string[]): void {
  const { amount } = values;
  if (amount === undefined || amount === null) return;
  if (amount === '') {
    delete values['amount'];
    return;
  }
  const currency = currencyOf(values, options.connector);
  if (typeof amount !== 'number' && typeof amount !== 'string') return;
  try {
    values['currency'] = currency;
    values['amount'] = readAmount(amount, currency, options.money ?? options.connector.money);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    delete values['amount'];
    values['unread_amount'] = String(amount).slice(0, UNREAD_LENGTH);
    warnings.push(`The amount can't be used: ${error.message}`);
  }
}

function currencyOf(values: Values, connector: Connector): string {
  const named = asText(values['currency']);
  const only = connector.currencies?.length === 1 ? connector.currencies[0] : undefined;
  return (named ?? only ?? '').toUpperCase();
}

function readAmount(amount: string | number, currency: string, money: MoneyNotation): number {
  const ours = exponentOf(currency);
  if (money.notation === 'decimal') return parseDecimal(amount, currency);
  const minor = parseDecimal(amount, currency, 0);
  return rescale(minor, money.exponents[currency] ?? ours, ours);
}
