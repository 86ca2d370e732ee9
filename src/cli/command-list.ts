import type { Command } from './command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { migrateCommand } from './commands/migrate.command.js';
import { resetPasswordCommand } from './commands/reset-password.command.js';
import { rotateKeysCommand } from './commands/rotate-keys.command.js';
import { testProviderCommand } from './commands/test-provider.command.js';
import { validatePresetCommand } from './commands/validate-preset.command.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  migrateCommand,
  doctorCommand,
  validatePresetCommand,
  testProviderCommand,
  rotateKeysCommand,
  resetPasswordCommand,
];
