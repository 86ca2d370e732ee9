/** Templates rendered to what HTTP wants: texts, lists of pairs, yes or no. */
import { InvalidInputError } from '#core/errors/app-error.js';
import type { ExpressionEngine } from './expressions/expression-engine.js';
import type { Template } from './template.schemas.js';
import { renderTemplate } from './templates/render.js';

export type ExpressionInput = Record<string, unknown>;

/** A template that must come out as one text; numbers and booleans are written out. */
export async function renderText(
  engine: ExpressionEngine,
  template: Template | undefined,
  input: ExpressionInput,
): Promise<string | undefined> {
  return asText(await renderTemplate(engine, template, input));
}

/** A record of templates; keys whose value comes out undefined are left out. */
export async function renderRecord(
  engine: ExpressionEngine,
  record: Readonly<Record<string, Template>> | undefined,
  input: ExpressionInput,
): Promise<Record<string, unknown>> {
  if (record === undefined) return {};
  const rendered = await renderTemplate(engine, record, input);
  return isRecord(rendered) ? rendered : {};
}

/** Whether a condition holds; a missing one holds. Counts as true what JSONata's `$boolean` does. */
export async function holds(
  engine: ExpressionEngine,
  condition: string | undefined,
  input: ExpressionInput,
): Promise<boolean> {
  if (condition === undefined) return true;
  return isTruthy(await engine.evaluate(condition, input));
}

/** Name-value pairs for a query or header list; a list gives its name several times. */
export function toPairs(
  record: Readonly<Record<string, unknown>>,
  where: string,
): [string, string][] {
  return Object.entries(record).flatMap(([name, value]) => {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap((one): [string, string][] => {
      if (one === undefined || one === null) return [];
      const text = asText(one);
      if (text === undefined) {
        throw new InvalidInputError(
          name,
          `${where} "${name}" came out as an object; give one value.`,
        );
      }
      return [[name, text]];
    });
  });
}

/** The value as text, or undefined when it is neither text, number nor boolean. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTruthy);
  if (isRecord(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}
