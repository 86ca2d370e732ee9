import type { Connector } from '#connectors/definition.schemas.js';
import type { FieldError } from '#core/errors/app-error.js';
import { SchemaError } from '#core/validation/validation.pipe.js';
import type { Fee } from './preset.schemas.js';

/** Entry for every method without one of its own. */
export const ANY_METHOD = '*';

/**
 * Checks a fee table that an owner wrote.
 *
 * @throws SchemaError with one entry for each thing that is wrong
 */
export function checkFees(connector: Pick<Connector, 'methods'>, fees: readonly Fee[]): void {
  const errors = findFeeErrors(connector, fees);
  if (errors.length > 0) throw new SchemaError(errors);
}

/** What is wrong with a fee table, whoever wrote it; fields as `fees.0.max`. */
export function findFeeErrors(
  connector: Pick<Connector, 'methods'>,
  fees: readonly Fee[],
): FieldError[] {
  const known = [...Object.keys(connector.methods), ANY_METHOD];
  return fees.flatMap((fee, i) => [
    ...methodErrors(`fees.${i}.method`, fee.method, {
      known,
      isRepeated: fees.findIndex(({ method }) => method === fee.method) < i,
    }),
    ...boundErrors(`fees.${i}`, fee),
  ]);
}

function methodErrors(
  field: string,
  method: string,
  { known, isRepeated }: { readonly known: readonly string[]; readonly isRepeated: boolean },
): FieldError[] {
  if (!known.includes(method)) {
    return [{ field, code: 'unknown', message: `expected one of ${known.join(', ')}` }];
  }
  if (!isRepeated) return [];
  return [
    { field, code: 'repeated', message: `"${method}" has an entry already; keep one of them` },
  ];
}

function boundErrors(field: string, fee: Fee): FieldError[] {
  const rates = (['percent', 'tax_percent'] as const)
    .filter((key) => isAboveHundred(fee[key]))
    .map((key) => ({
      field: `${field}.${key}`,
      code: 'too_big',
      message: 'expected a percentage from 0 to 100, such as "0.7"',
    }));
  if (fee.min === undefined || fee.max === undefined || fee.min <= fee.max) return rates;
  const message = `expected at least min, which is ${fee.min}`;
  return [...rates, { field: `${field}.max`, code: 'too_small', message }];
}

/** The schema lets three digits before the point through; compared as text, so that no float is made of it. */
function isAboveHundred(rate: string | undefined): boolean {
  const [whole = '', fraction = ''] = (rate ?? '0').split('.');
  const percent = Number(whole);
  return percent > 100 || (percent === 100 && /[1-9]/.test(fraction));
}
