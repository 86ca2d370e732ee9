import { z } from 'zod';

const codeSchema = z.string().trim().min(6).max(40);

export const startedSecondFactorSchema = z.object({
  otpauth_uri: z.string().describe('for an authenticator app on this device'),
  qr_data_url: z.string().describe('the same as a picture, for the app on a phone'),
  secret: z.string().describe('the same to type in, shown this once'),
});
export type StartedSecondFactor = z.infer<typeof startedSecondFactorSchema>;

export const confirmSecondFactorSchema = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{3}\s?\d{3}$/, 'expected the six digits of the app'),
});
export type ConfirmSecondFactor = z.infer<typeof confirmSecondFactorSchema>;

export const recoveryCodesSchema = z.object({
  recovery_codes: z.array(z.string()).describe('each good for one sign-in, shown this once'),
});
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>;

export const removeSecondFactorSchema = z.strictObject({
  password: z.string().min(1).max(256),
  code: codeSchema.describe('of the app, or a recovery code'),
});
export type RemoveSecondFactor = z.infer<typeof removeSecondFactorSchema>;

export const secondFactorStateSchema = z.object({
  enabled: z.boolean(),
  enabled_at: z.iso.datetime().nullable(),
  recovery_codes_left: z.int(),
});
export type SecondFactorState = z.infer<typeof secondFactorStateSchema>;
