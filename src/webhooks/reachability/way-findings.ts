/** What was seen at each step, as findings; pure. */
import type { VendorError } from '#core/errors/vendor-error.js';
import { EgressRefusedError } from '#core/http/egress-guard.js';
import type { HttpResponse } from '#core/http/http.types.js';
import type { CertificateLook } from './certificate-look.js';
import { finding, refusalWords, SET_PUBLIC_URL } from './reachability-words.js';
import type { ReachabilityCheck } from './reachability.schemas.js';

type Name = ReachabilityCheck['name'];

const EXPIRES_SOON_DAYS = 14;
const DAY_MS = 86_400_000;
const LOCAL_HOST = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

export function publicUrl(url: URL): ReachabilityCheck {
  if (!LOCAL_HOST.test(url.hostname)) {
    return finding('public_url', 'passed', [
      `Alamat umum hub: ${url.origin}.`,
      `The hub’s public address: ${url.origin}.`,
    ]);
  }
  return finding(
    'public_url',
    'failed',
    [
      'Hub belum punya alamat umum; alamat sekarang hanya ada di mesin ini.',
      'The hub has no public address yet; the present one exists on this machine only.',
    ],
    SET_PUBLIC_URL,
  );
}

export function https(url: URL): ReachabilityCheck {
  if (url.protocol === 'https:') {
    return finding('https', 'passed', [
      'Sambungannya terenkripsi.',
      'The connection is encrypted.',
    ]);
  }
  return finding(
    'https',
    'warning',
    [
      'Alamatnya http, tanpa enkripsi; kebanyakan vendor menolaknya di Production.',
      'The address is http, unencrypted; most vendors refuse it in production.',
    ],
    [
      'Pasang penerus (proxy) dengan sertifikat TLS di depan hub, dan atur KUNCI_PUBLIC_URL ke https.',
      'Put a proxy with a TLS certificate in front of the hub and set KUNCI_PUBLIC_URL to https.',
    ],
  );
}

export function dns(url: URL, addresses: readonly string[]): ReachabilityCheck {
  if (addresses.length > 0) {
    return finding('dns', 'passed', [
      `Nama ${url.hostname} ditemukan.`,
      `The name ${url.hostname} is found.`,
    ]);
  }
  return finding(
    'dns',
    'failed',
    [
      `Nama ${url.hostname} tidak ditemukan di DNS.`,
      `The name ${url.hostname} is not found in DNS.`,
    ],
    [
      'Buat catatan DNS (A atau CNAME) untuk nama ini, atau perbaiki KUNCI_PUBLIC_URL.',
      'Make a DNS record (A or CNAME) for this name, or correct KUNCI_PUBLIC_URL.',
    ],
  );
}

export function certificateFinding(look: CertificateLook, now: Date): ReachabilityCheck {
  if (look.kind === 'unreachable') {
    return finding(
      'certificate',
      'failed',
      ['Tidak ada sambungan TLS di alamat itu.', 'There is no TLS connection at that address.'],
      [
        'Buka port 443 di router dan firewall, dan arahkan ke penerus (proxy) hub.',
        'Open port 443 in router and firewall and lead it to the hub’s proxy.',
      ],
    );
  }
  if (look.kind === 'untrusted') {
    return finding(
      'certificate',
      'failed',
      [
        `Sertifikat TLS tidak dipercaya (${look.code}); vendor akan menolaknya.`,
        `The TLS certificate is not trusted (${look.code}); vendors will refuse it.`,
      ],
      [
        'Perbarui sertifikatnya dan pasang rantai lengkapnya (fullchain) di penerus.',
        'Renew the certificate and install its full chain in the proxy.',
      ],
    );
  }
  const days = Math.floor((look.until.getTime() - now.getTime()) / DAY_MS);
  if (days > EXPIRES_SOON_DAYS) {
    return finding('certificate', 'passed', [
      `Sertifikat TLS dipercaya dan berlaku ${days} hari lagi.`,
      `The TLS certificate is trusted and valid for ${days} more days.`,
    ]);
  }
  return finding(
    'certificate',
    'warning',
    [`Sertifikat TLS berakhir dalam ${days} hari.`, `The TLS certificate ends in ${days} days.`],
    [
      'Perbarui sertifikatnya sekarang, dan pastikan pembaruan otomatisnya berjalan.',
      'Renew the certificate now and make sure that it renews itself.',
    ],
  );
}

export function deliveryFinding(
  name: Name,
  answer: HttpResponse,
  expected: { readonly nonce: string; readonly bytes: number },
): ReachabilityCheck {
  if (isOurs(answer, expected)) {
    return name === 'large_body'
      ? finding(name, 'passed', [
          'Isi yang besar (1 MB) juga sampai dengan utuh.',
          'A large body (1 MB) arrives whole, too.',
        ])
      : finding(name, 'passed', [
          'Hub menerima POST dari alamat umumnya sendiri.',
          'The hub received a POST at its own public address.',
        ]);
  }
  const { message, hint } = refusalWords(answer.status, answer.headers['location']);
  return finding(name, name === 'large_body' ? 'warning' : 'failed', message, hint);
}

function isOurs(
  answer: HttpResponse,
  expected: { readonly nonce: string; readonly bytes: number },
): boolean {
  if (answer.status !== 200) return false;
  try {
    const said = JSON.parse(answer.body.toString('utf8')) as { probe?: string; bytes?: number };
    return said.probe === expected.nonce && said.bytes === expected.bytes;
  } catch {
    return false;
  }
}

/** A guard that keeps us from calling ourselves says nothing about vendors. */
export function unreached(name: Name, error: VendorError): ReachabilityCheck {
  if (error.cause instanceof EgressRefusedError) {
    return finding(
      name,
      'skipped',
      [
        'Hub tidak memanggil alamat di jaringannya sendiri, jadi ini belum dapat diperiksa.',
        'The hub does not call addresses of its own network, so this could not be checked.',
      ],
      [
        'Bila nama ini memang milik hub, tambahkan ke KUNCI_EGRESS_ALLOW lalu periksa lagi.',
        'If the name is the hub’s own, add it to KUNCI_EGRESS_ALLOW and check again.',
      ],
    );
  }
  return finding(
    name,
    'failed',
    [
      `Hub tidak mencapai alamat umumnya sendiri: ${error.message}`,
      `The hub does not reach its own public address: ${error.message}`,
    ],
    [
      'Periksa port di router dan firewall. Bila hanya hub yang tidak dapat (NAT hairpin), buka alamat itu dari ponsel dengan data seluler.',
      'Check the ports in router and firewall. If only the hub itself can’t (NAT hairpin), open the address on a phone with mobile data.',
    ],
  );
}
