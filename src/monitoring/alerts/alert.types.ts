/** What operators are told of, and how the parts of the hub say it. */

export const ALERT_STATUSES = ['open', 'acknowledged', 'resolved'] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** `critical`: money or guests are affected now. */
export const ALERT_SEVERITIES = ['warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** A sentence in both languages: what is wrong and what to do. */
export interface AlertMessage {
  readonly id: string;
  readonly en: string;
}

/** Something that is wrong right now. */
export interface AlertCause {
  /** What exactly is wrong, such as the provider's id: one alert for each. Unique within its rule. */
  readonly key: string;
  readonly severity: AlertSeverity;
  readonly message: AlertMessage;
  readonly propertyId: string | null;
  readonly providerId?: string;
  /** Figures and ids; no guest data, no secrets. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * A question that is asked again and again. Its alert is raised when a cause appears and resolved when the cause has
 * been gone for a while, so that what comes and goes does not flap.
 */
export interface AlertRule {
  readonly id: string;
  check(): Promise<readonly AlertCause[]>;
}

export interface AlertRow {
  readonly id: string;
  readonly rule: string;
  readonly cause: string;
  readonly severity: AlertSeverity;
  readonly status: AlertStatus;
  readonly property_id: string | null;
  readonly provider_id: string | null;
  readonly message: AlertMessage;
  readonly data: Readonly<Record<string, unknown>>;
  readonly raised_at: Date;
  readonly last_seen_at: Date;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  /** What whoever looks after it wants others to know. */
  readonly note: string | null;
  readonly resolved_at: Date | null;
}

/**
 * A way by which an alert reaches people. One that fails does not keep the others from trying, and every alert goes to
 * all of them: so it arrives by a way other than the one it is about.
 */
export interface AlertChannel {
  readonly id: string;
  send(alert: AlertRow): Promise<void>;
}
