import { enCommon } from './en/common';
import { enAccess } from './en/access';
import { enHealth } from './en/health';
import { enIntegrations } from './en/integrations';
import { enOverview } from './en/overview';
import { enSettings } from './en/settings';
import { enTransactions } from './en/transactions';
import { enVendorErrors } from './en/vendor-errors';
import { enWebhooks } from './en/webhooks';
import { enWizard } from './en/wizard';
import type { id } from './id';

/** The texts in English: its own language, not a translation word by word. One file per area. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  ...enCommon,
  ...enAccess,
  ...enHealth,
  ...enIntegrations,
  ...enOverview,
  ...enSettings,
  ...enTransactions,
  ...enVendorErrors,
  ...enWebhooks,
  ...enWizard,
};
