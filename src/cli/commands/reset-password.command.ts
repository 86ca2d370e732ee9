import { AuditLog } from '#access/audit-log.js';
import { AuditLogRepository } from '#access/audit/audit-log.repository.js';
import { SecondFactorRepository } from '#access/second-factor/second-factor.repository.js';
import { SessionsRepository } from '#access/sessions/sessions.repository.js';
import { PasswordReset } from '#access/users/password-reset.js';
import { UsersRepository } from '#access/users/users.repository.js';
import type { Command } from '../command.js';
import { requireTables, withHubDatabase } from '../hub-database.js';

export const resetPasswordCommand: Command = {
  name: 'user:reset-password',
  usage: '<email>',
  summary: 'gives a user a one-time password and prints it; a lost phone is forgotten on demand',
  positionals: { min: 1, max: 1 },
  options: {},
  flags: ['reset-second-factor'],
  run: ({ positionals: [email = ''], flags, readConfig }) =>
    withHubDatabase(readConfig(), async ({ database }) => {
      await requireTables(database);
      const audit = new AuditLog(new AuditLogRepository());
      const reset = new PasswordReset(
        database,
        new UsersRepository(),
        new SessionsRepository(),
        new SecondFactorRepository(),
        audit,
      );
      const removeSecondFactor = flags.has('reset-second-factor');
      const password = (await reset.resetPassword(email, { removeSecondFactor })).reveal();
      return {
        ok: true,
        lines: [
          `One-time password for ${email}: ${password}`,
          'It has to be changed at the next sign-in. The user was signed out everywhere.',
          ...(removeSecondFactor ? ['The second factor is removed.'] : []),
        ],
        data: {
          email,
          one_time_password: password,
          is_second_factor_removed: removeSecondFactor,
        },
      };
    }),
};
