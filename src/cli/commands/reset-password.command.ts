import { AuditLog } from '#access/audit-log.js';
import { AuditLogRepository } from '#access/audit/audit-log.repository.js';
import { UsersRepository } from '#access/users/users.repository.js';
import { UsersService } from '#access/users/users.service.js';
import type { Command } from '../command.js';
import { requireTables, withHubDatabase } from '../hub-database.js';

export const resetPasswordCommand: Command = {
  name: 'user:reset-password',
  usage: '<email>',
  summary: 'gives a user a one-time password and prints it',
  positionals: { min: 1, max: 1 },
  options: {},
  run: ({ positionals: [email = ''], readConfig }) =>
    withHubDatabase(readConfig(), async ({ database }) => {
      await requireTables(database);
      const audit = new AuditLog(new AuditLogRepository());
      const users = new UsersService(database, new UsersRepository(), audit);
      const password = (await users.resetPassword(email)).reveal();
      return {
        ok: true,
        lines: [
          `One-time password for ${email}: ${password}`,
          'It has to be changed at the next sign-in.',
        ],
        data: { email, one_time_password: password },
      };
    }),
};
