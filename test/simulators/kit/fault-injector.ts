/**
 * Ways in which a vendor fails, put in from outside.
 *
 * - `status`: answers that HTTP status in the vendor's own error shape; nothing is processed
 * - `hang`: takes the request, processes nothing, never answers; `hang_after`: processes first
 * - `cut_before`: closes the connection, nothing processed; `cut_after`: processes, then closes it
 * - `slow`: waits `delay_ms`, then goes on as usual
 * - `garble`: processes, then answers 200 with an HTML page
 * - `refuse`: stops listening for `delay_ms` (5 s), so that connecting itself fails
 */
import { z } from 'zod';

export const faultSchema = z.strictObject({
  operation: z.string().optional(),
  path_prefix: z.string().startsWith('/').optional(),
  method: z.string().optional(),
  mode: z.enum([
    'status',
    'hang',
    'hang_after',
    'cut_before',
    'cut_after',
    'slow',
    'garble',
    'refuse',
  ]),
  /** For mode `status`. */
  status: z.int().min(200).max(599).default(500),
  /** For mode `status`: sent instead of the vendor's usual body. */
  body: z.json().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  delay_ms: z.int().min(0).max(600_000).optional(),
  /** Calls it applies to; without it, all until faults are cleared. */
  times: z.int().min(1).optional(),
});
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

interface ArmedFault extends Fault {
  readonly id: number;
  left: number;
  applied: number;
}

/** Holds the armed faults; the oldest that fits a call is the one it meets. */
export class FaultInjector {
  private armed: ArmedFault[] = [];
  private nextId = 1;

  add(input: FaultInput): { id: number } {
    const fault = faultSchema.parse(input);
    const id = this.nextId++;
    this.armed.push({ ...fault, id, left: fault.times ?? Infinity, applied: 0 });
    return { id };
  }

  clear(): void {
    this.armed = [];
  }

  list(): readonly (Fault & { id: number; applied: number })[] {
    return this.armed.map((fault) => ({ ...fault }));
  }

  /** The fault this call meets, counted as used. */
  take(call: { operation: string; method: string; path: string }): Fault | undefined {
    if (this.armed.length === 0) return undefined;
    const fault = this.armed.find((candidate) => candidate.left > 0 && fits(candidate, call));
    if (!fault) return undefined;
    fault.left -= 1;
    fault.applied += 1;
    return fault;
  }
}

function fits(fault: Fault, call: { operation: string; method: string; path: string }): boolean {
  if (fault.operation !== undefined && fault.operation !== call.operation) return false;
  if (fault.method !== undefined && fault.method !== call.method) return false;
  return fault.path_prefix === undefined || call.path.startsWith(fault.path_prefix);
}
