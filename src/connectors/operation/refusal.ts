/** What a connector knows to be useless before it is sent. */
import { VendorError } from '#core/errors/vendor-error.js';
import type { ConnectorTarget } from '../connector-context.js';
import type { RefusalRule } from '../definition.schemas.js';
import type { ExpressionEngine } from '../expressions/expression-engine.js';
import { maskerOf } from '../masking.js';
import { holds, renderText, type ExpressionInput } from '../rendered-values.js';

export interface Intended {
  readonly operation: string;
  readonly step: { readonly refuse?: readonly RefusalRule[] | undefined };
  /** What the rules see: open credentials only. */
  readonly input: ExpressionInput;
}

/** @throws VendorError of the first rule that holds */
export async function assertNotRefused(
  engine: ExpressionEngine,
  target: ConnectorTarget,
  { operation, step, input }: Intended,
): Promise<void> {
  for (const rule of step.refuse ?? []) {
    if (!(await holds(engine, rule.when, input))) continue;
    const masker = maskerOf(target);
    const said = (await renderText(engine, rule.message, input)) ?? 'it would be refused';
    const code = await renderText(engine, rule.code, input);
    const message = masker.text(
      `${target.provider.name} was not asked for "${operation}": ${said}`,
    );
    throw new VendorError(rule.kind, message, {
      ...(code !== undefined && { vendorCode: masker.text(code) }),
      ...(rule.field !== undefined && { field: rule.field }),
    });
  }
}
