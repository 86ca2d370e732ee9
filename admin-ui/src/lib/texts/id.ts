import { idCommon } from './id/common';
import { idAccess } from './id/access';
import { idHealth } from './id/health';
import { idIssues } from './id/issues';
import { idStatus } from './id/status';
import { idIntegrations } from './id/integrations';
import { idMoney } from './id/money';
import { idOverview } from './id/overview';
import { idApiKeys } from './id/api-keys';
import { idUsage } from './id/usage';
import { idAccount } from './id/account';
import { idUsers } from './id/users';
import { idSecurity } from './id/security';
import { idAudit } from './id/audit';
import { idSearch } from './id/search';
import { idSettings } from './id/settings';
import { idTransactions } from './id/transactions';
import { idVendorErrors } from './id/vendor-errors';
import { idWebhookVerdicts } from './id/webhook-verdicts';
import { idDeliveries } from './id/deliveries';
import { idWebhooks } from './id/webhooks';
import { idWizard } from './id/wizard';

/** Teks antarmuka, satu berkas per bagian. Ditulis lebih dulu dalam bahasa Indonesia; `en/` punya kunci yang sama. */
export const id = {
  ...idCommon,
  ...idAccess,
  ...idHealth,
  ...idIssues,
  ...idStatus,
  ...idIntegrations,
  ...idMoney,
  ...idOverview,
  ...idApiKeys,
  ...idUsage,
  ...idAccount,
  ...idUsers,
  ...idSecurity,
  ...idAudit,
  ...idSearch,
  ...idSettings,
  ...idTransactions,
  ...idVendorErrors,
  ...idWebhookVerdicts,
  ...idDeliveries,
  ...idWebhooks,
  ...idWizard,
} as const;
