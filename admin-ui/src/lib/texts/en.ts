import { enCommon } from './en/common';
import { enAccess } from './en/access';
import { enHealth } from './en/health';
import { enIssues } from './en/issues';
import { enStatus } from './en/status';
import { enIntegrations } from './en/integrations';
import { enMoney } from './en/money';
import { enOverview } from './en/overview';
import { enApiKeys } from './en/api-keys';
import { enUsage } from './en/usage';
import { enAccount } from './en/account';
import { enUsers } from './en/users';
import { enSecurity } from './en/security';
import { enAudit } from './en/audit';
import { enSearch } from './en/search';
import { enSettings } from './en/settings';
import { enTransactions } from './en/transactions';
import { enVendorErrors } from './en/vendor-errors';
import { enWebhookVerdicts } from './en/webhook-verdicts';
import { enDeliveries } from './en/deliveries';
import { enWebhooks } from './en/webhooks';
import { enWizard } from './en/wizard';
import type { id } from './id';

/** The texts in English: its own language, not a translation word by word. One file per area. */
export const en: Readonly<Record<keyof typeof id, string>> = {
  ...enCommon,
  ...enAccess,
  ...enHealth,
  ...enIssues,
  ...enStatus,
  ...enIntegrations,
  ...enMoney,
  ...enOverview,
  ...enApiKeys,
  ...enUsage,
  ...enAccount,
  ...enUsers,
  ...enSecurity,
  ...enAudit,
  ...enSearch,
  ...enSettings,
  ...enTransactions,
  ...enVendorErrors,
  ...enWebhookVerdicts,
  ...enDeliveries,
  ...enWebhooks,
  ...enWizard,
};
