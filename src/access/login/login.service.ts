import { Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { Origin, StartedSession } from '../sessions/session-starter.js';
import { verifyPassword } from '../user-passwords.js';
import { UsersRepository, type UserWithHash } from '../users/users.repository.js';
import { LoginAudit, type LoginFailure } from './login-audit.js';
import { LoginGate } from './login-gate.js';
import { LoginThrottle } from './login-throttle.js';
import {
  SecondFactorRequiredError,
  WrongLoginError,
  WrongSecondFactorError,
} from './login.error.js';
import type { Login } from './login.schemas.js';
import { loginKeys, secondFactorKey, type ThrottleKey } from './throttle-rules.js';

/** One attempt to sign in, on its way through the checks. */
interface Attempt {
  readonly login: Login;
  readonly origin: Origin;
  readonly keys: readonly ThrottleKey[];
  readonly blockedForS: number;
}

/** Lets people in by password and, where the account has one, the second factor. */
@Injectable()
export class LoginService {
  constructor(
    private readonly database: Database,
    private readonly users: UsersRepository,
    private readonly throttle: LoginThrottle,
    private readonly gate: LoginGate,
    private readonly audit: LoginAudit,
  ) {}

  /**
   * @throws WrongLoginError whatever was wrong: no such account, password, deactivated
   * @throws SecondFactorRequiredError when the password is right and a code is missing
   * @throws WrongSecondFactorError when the code is wrong
   * @throws TooManyAttemptsError after too many failures, saying when to try again
   */
  async login(login: Login, origin: Origin): Promise<StartedSession> {
    const keys = loginKeys(login.email, origin.ip);
    const blockedForS = await this.throttle.enter(keys);
    const attempt = { login, origin, keys, blockedForS };
    const user = await this.identify(attempt);
    const how = user.has_second_factor ? await this.checkSecondFactor(user, attempt) : 'password';
    const session = await this.gate.open(user, { origin, how });
    if (!session) return this.fail(attempt, user.id, 'wrong_password');
    const second = user.has_second_factor ? [secondFactorKey(user.id)] : [];
    await this.throttle.succeed([...keys, ...second]);
    return session;
  }

  /** The same work is done for an account that there is and for one that there is not. */
  private async identify(attempt: Attempt): Promise<UserWithHash> {
    const user = await this.users.findByEmail(this.database, attempt.login.email);
    const isRight = await verifyPassword(user?.password_hash ?? undefined, attempt.login.password);
    if (!user) return this.fail(attempt, undefined, 'unknown_account');
    if (!isRight) {
      return this.fail(attempt, user.id, user.has_password ? 'wrong_password' : 'no_password_yet');
    }
    if (user.disabled_at) return this.fail(attempt, user.id, 'deactivated');
    return user;
  }

  private async checkSecondFactor(user: UserWithHash, attempt: Attempt): Promise<string> {
    const { code } = attempt.login;
    if (code === undefined) {
      await this.throttle.giveBack(attempt.keys);
      throw new SecondFactorRequiredError();
    }
    const blockedForS = await this.throttle.enter([secondFactorKey(user.id)]);
    const proof = await this.gate.spendCode(user.id, code);
    if (proof !== undefined) return `password, ${proof}`;
    await this.audit.failed({
      userId: user.id,
      reason: 'wrong_code',
      blockedForS: Math.max(blockedForS, attempt.blockedForS),
      ip: attempt.origin.ip,
    });
    throw new WrongSecondFactorError();
  }

  private async fail(
    { blockedForS, origin }: Attempt,
    userId: string | undefined,
    reason: LoginFailure,
  ): Promise<never> {
    await this.audit.failed({ userId, reason, blockedForS, ip: origin.ip });
    throw new WrongLoginError();
  }
}
