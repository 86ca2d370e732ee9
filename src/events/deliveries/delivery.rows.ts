/** Rows of deliveries and their attempts. */

export const DELIVERY_STATUSES = ['pending', 'retrying', 'delivered', 'dead', 'parked'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Whose side a failure lies on: the receiver's (its answer, its network), or ours. */
export const FAULTS = ['receiver', 'hub'] as const;
export type Fault = (typeof FAULTS)[number];

export interface DeliveryRow {
  readonly id: string;
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly event: string;
  readonly property_id: string | null;
  readonly status: DeliveryStatus;
  readonly attempt_count: number;
  readonly due_at: Date | null;
  readonly response_status: number | null;
  readonly error: string | null;
  readonly fault: Fault | null;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
}

/** Deliveries to one endpoint that did not arrive for one reason. */
export interface UndeliveredRow {
  readonly endpoint_id: string;
  readonly status: 'dead' | 'parked';
  readonly fault: Fault | null;
  readonly response_status: number | null;
  readonly error: string | null;
  readonly count: number;
  readonly oldest_at: Date;
  readonly newest_at: Date;
}

export interface AttemptRow {
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly url: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response_status: number | null;
  readonly response_headers: Readonly<Record<string, string>> | null;
  readonly response_body: string | null;
  readonly error: string | null;
  readonly fault: Fault | null;
}

/** A delivery that this process has leased, with all that is needed to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly endpoint_id: string;
  readonly attempt_count: number;
  readonly round_attempts: number;
  readonly event_id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: Date;
  /** Of whatever caused the event. */
  readonly trace_id: string | null;
  readonly url: string;
  readonly secrets_sealed: string;
  readonly previous_secret_until: Date | null;
  readonly failing_since: Date | null;
  readonly endpoint_property_id: string | null;
}

/** How one attempt ended and what follows from it. */
export interface AttemptOutcome {
  readonly delivery: ClaimedDelivery;
  readonly attempt: AttemptRow;
  readonly status: DeliveryStatus;
  readonly dueAt: Date | null;
}
