import { idCommon } from './id/common';
import { idAccess } from './id/access';
import { idHealth } from './id/health';
import { idIntegrations } from './id/integrations';
import { idOverview } from './id/overview';
import { idSettings } from './id/settings';
import { idTransactions } from './id/transactions';
import { idVendorErrors } from './id/vendor-errors';
import { idWebhooks } from './id/webhooks';
import { idWizard } from './id/wizard';

/** Teks antarmuka, satu berkas per bagian. Ditulis lebih dulu dalam bahasa Indonesia; `en/` punya kunci yang sama. */
export const id = {
  ...idCommon,
  ...idAccess,
  ...idHealth,
  ...idIntegrations,
  ...idOverview,
  ...idSettings,
  ...idTransactions,
  ...idVendorErrors,
  ...idWebhooks,
  ...idWizard,
} as const;
