import { prefixedId } from '#test/simulators/xendit/xendit-parts.js';

/** Card tokens as a browser component would have made them. */
export class PaymentTokens {
  private readonly tokens = new Map<string, 'accept' | 'decline'>();

  issue(verdict: 'accept' | 'decline' = 'accept'): string {
    const token = prefixedId('pt');
    this.tokens.set(token, verdict);
    return token;
  }

  /** What the bank will say; undefined for a token nobody issued. */
  verdict(token: string): 'accept' | 'decline' | undefined {
    return this.tokens.get(token);
  }
}
