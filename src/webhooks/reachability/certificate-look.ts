/** Looks at the TLS certificate of an address, through the egress guard; nothing is sent beyond the handshake. */
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { EgressGuard } from '#core/http/egress-guard.js';

export type CertificateLook =
  | { readonly kind: 'valid'; readonly until: Date }
  | { readonly kind: 'untrusted'; readonly code: string; readonly until: Date | undefined }
  | { readonly kind: 'unreachable' };

export interface Place {
  readonly host: string;
  readonly port: number;
}

export async function lookAtCertificate(
  guard: EgressGuard,
  { host, port }: Place,
  timeoutMs: number,
): Promise<CertificateLook> {
  return new Promise((done) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 && { servername: host }),
      lookup: guard.lookup(port),
      // The look itself says what is wrong with it; nothing is sent over this connection.
      rejectUnauthorized: false,
    });
    const end = (look: CertificateLook): void => {
      socket.destroy();
      done(look);
    };
    socket.setTimeout(timeoutMs, () => end({ kind: 'unreachable' }));
    socket.once('error', () => end({ kind: 'unreachable' }));
    socket.once('secureConnect', () => end(lookOf(socket)));
  });
}

function lookOf(socket: TLSSocket): CertificateLook {
  const { valid_to: validTo } = socket.getPeerCertificate();
  const until = new Date(validTo);
  const isKnown = !Number.isNaN(until.getTime());
  if (socket.authorized && isKnown) return { kind: 'valid', until };
  const code: unknown = socket.authorizationError;
  return {
    kind: 'untrusted',
    code: code instanceof Error ? code.message : String(code),
    until: isKnown ? until : undefined,
  };
}
