import { installedPaymentCategory } from '#categories/payment/payment.category.js';
import { checkConnector } from '#connectors/connector-check.js';
import type { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { Category } from '#providers/category-registry.js';
import { findFeeErrors } from '#providers/fee-check.js';
import { type Preset, presetSchema } from '#providers/preset.schemas.js';

/** Categories whose formats a preset may name; of one that is not here the format is not checked. */
const CATEGORIES: readonly Category[] = [installedPaymentCategory];

interface PresetProblem {
  /** As `connector.operations.create.path`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export interface PresetReport {
  readonly preset_id?: string;
  readonly problems: readonly PresetProblem[];
}

/** The shape first; the inner sense only when the shape is right. */
export function checkPreset(engine: ExpressionEngine, json: unknown): PresetReport {
  const parsed = presetSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message,
    }));
    return { problems };
  }
  const connector = checkConnector(engine, parsed.data.connector).map(({ path, message }) => ({
    path: `connector.${path}`,
    message,
  }));
  return {
    preset_id: parsed.data.preset_id,
    problems: [...checkFormat(parsed.data), ...feeProblems(parsed.data), ...connector],
  };
}

function feeProblems({ connector, fees }: Preset): PresetProblem[] {
  return findFeeErrors(connector, fees).map(({ field, message }) => ({ path: field, message }));
}

function checkFormat({ category, api_format, connector }: Preset): PresetProblem[] {
  const known = CATEGORIES.find(({ id }) => id === category);
  if (!known) return [];
  const format = known.formats.find(({ id }) => id === api_format);
  if (!format) {
    const ids = known.formats.map(({ id }) => id).join(', ');
    return [
      {
        path: 'api_format',
        message: `"${api_format}" is no format of ${category}; there are ${ids}`,
      },
    ];
  }
  return format.requires
    .filter((operation) => !Object.hasOwn(connector.operations, operation))
    .map((operation) => ({
      path: `connector.operations.${operation}`,
      message: `is missing; the format ${api_format} needs it`,
    }));
}
