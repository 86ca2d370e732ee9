/**
 * The template rule, in one place: any JSON value is itself; a string that begins with `=` is an
 * expression, `==` at the beginning stands for a literal `=`; what comes out undefined is left out.
 */
import { ExpressionError } from '../expressions/expression.error.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import type { Template } from '../template.schemas.js';

export type RenderInput = Readonly<Record<string, unknown>>;

/** A template may be partly missing: optional parts of a connector are. */
export type TemplateLike = Template | undefined;

/** Whether a template string is an expression. */
export function isExpression(text: string): boolean {
  return text.startsWith('=') && !text.startsWith('==');
}

/**
 * Renders a template over the input. Expressions are evaluated one after the other in the order of the
 * template; the result may share structure with the input.
 *
 * @returns undefined when the whole template is undefined or an expression that finds nothing
 * @throws ExpressionError, its message beginning with the place in the template
 */
export async function renderTemplate(
  engine: ExpressionEngine,
  template: TemplateLike,
  input: RenderInput,
): Promise<unknown> {
  return render({ engine, input }, template, '');
}

interface Rendering {
  readonly engine: ExpressionEngine;
  readonly input: RenderInput;
}

/** Synchronous wherever nothing has to be evaluated, so that literals cost no promise. */
function render(rendering: Rendering, template: TemplateLike, path: string): unknown {
  if (typeof template === 'string') {
    if (isExpression(template)) return evaluate(rendering, template, path);
    return template.startsWith('==') ? template.slice(1) : template;
  }
  if (typeof template !== 'object' || template === null) return template;
  return Array.isArray(template)
    ? renderList(rendering, template, path)
    : renderRecord(rendering, template, path);
}

async function evaluate(
  { engine, input }: Rendering,
  source: string,
  path: string,
): Promise<unknown> {
  try {
    return await engine.evaluate(source, input);
  } catch (error) {
    if (!(error instanceof ExpressionError) || path === '') throw error;
    throw new ExpressionError({ code: error.code, message: `${path}: ${error.message}` }, error);
  }
}

async function renderList(
  rendering: Rendering,
  items: readonly Template[],
  path: string,
): Promise<unknown[]> {
  const rendered: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const value: unknown = await render(rendering, item, `${path}[${index}]`);
    if (value !== undefined) rendered.push(value);
  }
  return rendered;
}

async function renderRecord(
  rendering: Rendering,
  fields: Readonly<Record<string, Template>>,
  path: string,
): Promise<Record<string, unknown>> {
  const rendered: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value: unknown = await render(
      rendering,
      fields[key],
      path === '' ? key : `${path}.${key}`,
    );
    if (value !== undefined && key !== '__proto__') rendered[key] = value;
  }
  return rendered;
}

export interface FoundExpression {
  /** Where it stands, such as `operations.create.body.items[0].price`; empty for the root. */
  readonly path: string;
  readonly source: string;
}

/** Every expression of a template, or of any JSON that holds templates, in order of appearance. */
export function collectExpressions(template: unknown, path = ''): FoundExpression[] {
  if (typeof template === 'string') {
    return isExpression(template) ? [{ path, source: template }] : [];
  }
  if (typeof template !== 'object' || template === null) return [];
  if (Array.isArray(template)) {
    return template.flatMap((item, index) => collectExpressions(item, `${path}[${index}]`));
  }
  return Object.entries(template).flatMap(([key, inner]) =>
    collectExpressions(inner, path === '' ? key : `${path}.${key}`),
  );
}

export interface ExpressionProblem {
  readonly path: string;
  readonly message: string;
}

/** Compiles every expression of a connector; an empty list means that all of them can run. */
export function checkConnectorExpressions(
  engine: ExpressionEngine,
  connector: unknown,
): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  for (const { path, source } of collectExpressions(connector)) {
    try {
      engine.check(source);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push({ path, message: error.message });
    }
  }
  return problems;
}
