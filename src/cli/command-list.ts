import type { Command } from './command.js';
import { backupCommand } from './commands/backup.command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { drillCommand } from './commands/drill.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { recoveryKitCommand } from './commands/recovery-kit.command.js';
import { resetPasswordCommand } from './commands/reset-password.command.js';
import { restoreCommand } from './commands/restore.command.js';
import { rotateKeysCommand } from './commands/rotate-keys.command.js';
import { testProviderCommand } from './commands/test-provider.command.js';
import { validatePresetCommand } from './commands/validate-preset.command.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  migrateCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  drillCommand,
  recoveryKitCommand,
  validatePresetCommand,
  testProviderCommand,
  rotateKeysCommand,
  resetPasswordCommand,
];
