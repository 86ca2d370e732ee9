/** What an answer gives: its decoded body, the neutral result, the ids to keep. */
import type { HttpResponse } from '#core/http/http.types.js';
import { decodeBody } from '../codecs/body.codec.js';
import type { ConnectorTarget } from '../connector-context.js';
import type { SingleOperation } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { toNeutral } from '../neutral-values.js';
import { asText, isRecord, renderRecord, type ExpressionInput } from '../rendered-values.js';
import type { MoneyNotation, Template } from '../template.schemas.js';
import { renderTemplate } from '../templates/render.js';
import type { Answer } from './classify.js';

/** The part of a step or operation that says what to take from an answer. */
export interface ResultDefinition {
  readonly result?: Template | undefined;
  readonly refs?: Readonly<Record<string, Template>> | undefined;
  readonly money?: MoneyNotation | undefined;
}

/** A body that does not keep what its content type promises is taken as text, never an exception. */
export function readAnswer(response: HttpResponse, mode: SingleOperation['response']): Answer {
  const { status, headers, body } = response;
  try {
    return { status, headers, body: decodeBody(body, headers['content-type'], mode) };
  } catch {
    return { status, headers, body: body.toString('utf8') };
  }
}

/** The vendor's ids as texts; what came out empty is left out. */
export async function readRefs(
  engine: ExpressionEngine,
  refs: ResultDefinition['refs'],
  input: ExpressionInput,
): Promise<Record<string, string>> {
  const rendered = Object.entries(await renderRecord(engine, refs, input));
  return Object.fromEntries(
    rendered.flatMap(([name, value]): [string, string][] => {
      const text = asText(value);
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  );
}

/** The rendered result with the vendor's words and amounts turned into ours. */
export async function readResult(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  { definition, input }: { definition: ResultDefinition; input: ExpressionInput },
): Promise<Record<string, unknown>> {
  if (definition.result === undefined) return {};
  const rendered = await renderTemplate(engine, definition.result, input);
  const { connector } = target;
  const options = { connector, money: definition.money, template: definition.result };
  return asResultObject(toNeutral(asResultObject(rendered), options));
}

/** A result must take `refs` beside it: a list stands under `items`, any other value under `value`. */
function asResultObject(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  if (Array.isArray(value)) return { items: value };
  return value === undefined || value === null ? {} : { value };
}
