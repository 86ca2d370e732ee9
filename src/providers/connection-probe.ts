/** The part of a connection test that only a category can do: a small transaction, made and taken back. */
import type { Connector } from '#connectors/definition.schemas.js';

/** One line of a connection test, as a person reads it. */
export interface TestCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What happened and, where it went wrong, what to do. */
  readonly message: string;
}

export interface ProbeFacts {
  readonly connector: Connector;
  readonly apiFormat: string;
  /** ISO 4217; null where the provider names none. */
  readonly currency: string | null;
  readonly now: Date;
}

export interface ProbeResult {
  /** `not_tried`: this kind of provider has nothing that could be tried without a guest. */
  readonly outcome: 'done' | 'failed' | 'not_tried';
  readonly checks: readonly TestCheck[];
}

/**
 * Tries what the category is there for, in the vendor's sandbox alone. Nothing of it is written into our tables; what
 * the vendor tells of it later is recognised by its reference and passed over.
 */
export interface ConnectionProbe<Port> {
  /** Never throws for what a vendor does; a failure is a line of the result. */
  run(port: Port, facts: ProbeFacts): Promise<ProbeResult>;
}
