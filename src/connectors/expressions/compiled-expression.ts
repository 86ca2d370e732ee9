/** Turns source text into something that can be run, refusing what must not run. */
import jsonata from 'jsonata';
import { ExpressionError, HelperError } from '#connectors/expressions/expression.error.js';
import { fastPlanOf, type FastPlan } from '#connectors/expressions/fast-path.js';
import type { AstNode } from '#connectors/expressions/jsonata.types.js';
import type { ExpressionLimits } from '#connectors/expressions/limits.js';
import { compileLinear, linearRegexEngine } from '#connectors/expressions/linear-regex.js';

const MAX_SOURCE = 4_000;
/** Operators that walk through their operands, however large. */
const WALKING_OPERATORS = new Set(['&', '=', '!=']);

export interface CompiledExpression {
  readonly source: string;
  readonly jsonata: jsonata.Expression;
  readonly fastPlan: FastPlan | undefined;
  /** Nodes whose result is walked through by the operator around them. */
  readonly walkedNodes: WeakSet<object>;
  /** The guarded functions have been put into its environment. */
  isEquipped: boolean;
}

/**
 * Compiles an expression.
 *
 * @param source with its leading `=`
 * @throws ExpressionError `syntax`
 */
export function compileExpression(source: string, limits: ExpressionLimits): CompiledExpression {
  const body = bodyOf(source);
  const compiled = parse(body, limits);
  const ast = compiled.ast() as AstNode;
  const walkedNodes = new WeakSet<object>();
  inspectTree(ast, walkedNodes);
  return { source, jsonata: compiled, fastPlan: fastPlanOf(ast), walkedNodes, isEquipped: false };
}

function bodyOf(source: string): string {
  if (!source.startsWith('=')) throw syntaxError('An expression begins with "=".', 1);
  if (source.length > MAX_SOURCE) {
    throw syntaxError(`An expression has at most ${MAX_SOURCE} characters; split it into steps.`);
  }
  const nul = source.indexOf('\u0000');
  if (nul !== -1) throw syntaxError('An expression can not hold the character U+0000.', nul + 1);
  return source.slice(1);
}

function parse(body: string, limits: ExpressionLimits): jsonata.Expression {
  try {
    return jsonata(body, {
      RegexEngine: linearRegexEngine(limits.regexWork),
      sequence: limits.items,
      stack: limits.stack,
    });
  } catch (error) {
    throw fromParser(error);
  }
}

function fromParser(error: unknown): ExpressionError {
  if (error instanceof RangeError) return syntaxError('The expression is nested too deeply.');
  // An invalid regular expression comes as a native SyntaxError without a code.
  const { code, message, position } = error as Partial<jsonata.JsonataError>;
  if (code === undefined) return syntaxError('The expression has an invalid regular expression.');
  const text = `The expression has a syntax error: ${message ?? code}.`;
  return syntaxError(text, position === undefined ? undefined : position + 1);
}

function syntaxError(message: string, position?: number): ExpressionError {
  return new ExpressionError({ code: 'syntax', message, position });
}

/** Visits every node once; nodes of a tree may refer to each other. */
function inspectTree(root: AstNode, walkedNodes: WeakSet<object>): void {
  const seen = new Set<object>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const node = pending.pop();
    if (!isNode(node) || seen.has(node)) continue;
    seen.add(node);
    refuseUnsafe(node);
    if (isWalkingOperator(node)) {
      for (const side of [node.lhs, node.rhs].filter(isNode)) walkedNodes.add(side);
    }
    for (const inner of Object.values(node) as unknown[]) pending.push(inner);
  }
}

/** Lists of nodes count as nodes without a type. */
function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && !(value instanceof RegExp);
}

function isWalkingOperator(node: AstNode): boolean {
  return node.type === 'binary' && WALKING_OPERATORS.has(String(node.value));
}

function refuseUnsafe(node: AstNode): void {
  const position = node.position === undefined ? undefined : node.position + 1;
  if (node.type === 'regex') checkRegex(node.value as RegExp, position);
  if (node.type === 'lambda' && node.signature !== undefined) {
    // JSONata checks arguments against a backtracking pattern made from it.
    throw syntaxError('Functions can not have a signature here; leave out the <…> part.', position);
  }
  if (node.type === 'transform') {
    // It changes what its pattern names in place, be that the input or a function all expressions share.
    throw syntaxError(
      'The transform |…| is not available; build the object with $merge.',
      position,
    );
  }
  if (node.type === 'function' && node.procedure?.value === 'eval') {
    throw syntaxError('$eval is not available; write the expression where it is needed.', position);
  }
}

function checkRegex(literal: RegExp, position: number | undefined): void {
  try {
    compileLinear(literal);
  } catch (error) {
    if (error instanceof HelperError) throw syntaxError(error.message, position);
    throw error;
  }
}
