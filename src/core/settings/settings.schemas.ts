/** What an owner can set while the hub runs, with the defaults; one group for each subject. */
import { z } from 'zod';

const days = z.int().min(1).max(3_650);
const count = z.int().min(1).max(100_000);

/** For how many days records are kept. */
const retention = {
  integration_logs_days: days.default(90),
  webhook_logs_days: days.default(90),
  events_days: days.default(90),
};

const alerts = {
  /** Failed calls of the last hour, in percent, above which a provider raises an alert. */
  failure_rate_percent: z.number().min(0.1).max(100).default(5),
  /** With fewer calls an hour a rate says nothing. */
  failure_rate_min_calls: count.default(20),
  /** Refused webhook signatures of one provider within ten minutes. */
  rejected_webhooks: count.default(5),
  /** Dead letters of one endpoint within an hour. */
  dead_letters: count.default(10),
  /** How full a usage limit is, in percent. */
  usage_percent: z.int().min(1).max(100).default(90),
  /** How long a cause must be gone before its alert counts as resolved. */
  resolve_after_minutes: z.int().min(1).max(1_440).default(5),
};

const privacy = {
  /** For how many days a guest is kept in payments and subscriptions that have ended; amounts, ids and times stay. */
  guest_data_days: days.default(730),
};

/** How long a person stays signed in. */
const sessions = {
  /** Without any request for this long. */
  idle_minutes: z.int().min(5).max(43_200).default(120),
  /** At the longest, however busy. */
  lifetime_hours: z.int().min(1).max(720).default(24),
};

const perMinute = z.int().min(0).max(10_000_000);

/** Requests a minute; 0 is no limit. */
const limits = {
  /** Of one API key that has no limit of its own. */
  per_key_per_minute: perMinute.default(0),
  /** Without a valid API key, from one address. */
  per_ip_per_minute: perMinute.default(600),
  /** Webhooks that were turned away, from one address that has sent no genuine one within the last hour. */
  refused_webhooks_per_ip_per_minute: perMinute.default(6_000),
};

/** The status page that needs no login; nothing is shown to whoever has no link to it. */
const statusPage = {
  /** Off closes every link at once. */
  is_on: z.boolean().default(true),
  /** Names the hotel and its providers; without, the page tells categories alone. */
  shows_names: z.boolean().default(false),
};

export const settingsSchema = z.strictObject({
  retention: z.strictObject(retention).prefault({}),
  alerts: z.strictObject(alerts).prefault({}),
  privacy: z.strictObject(privacy).prefault({}),
  sessions: z.strictObject(sessions).prefault({}),
  limits: z.strictObject(limits).prefault({}),
  status_page: z.strictObject(statusPage).prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

type Group = Record<string, z.ZodDefault<z.ZodType>>;

/** What is left out stays as it is, `null` brings the default back. */
const changeOf = <T extends Group>(group: T) =>
  z
    .strictObject(
      Object.fromEntries(
        Object.entries(group).map(([key, field]) => [key, field.unwrap().nullable().optional()]),
      ) as { [K in keyof T]: z.ZodOptional<z.ZodNullable<ReturnType<T[K]['unwrap']>>> },
    )
    .optional();

export const settingsChangeSchema = z.strictObject({
  retention: changeOf(retention),
  alerts: changeOf(alerts),
  privacy: changeOf(privacy),
  sessions: changeOf(sessions),
  limits: changeOf(limits),
  status_page: changeOf(statusPage),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;
