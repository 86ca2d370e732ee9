/** What the doctor says, in both languages; pure. */
import type { Localized } from '#connectors/template.schemas.js';
import type { ReachabilityCheck } from './reachability.schemas.js';

type Level = ReachabilityCheck['level'];
type Words = readonly [id: string, en: string];

/** One finding; the hint says what to do. */
export function finding(
  name: ReachabilityCheck['name'],
  level: Level,
  message: Words,
  hint?: Words,
): ReachabilityCheck {
  return {
    name,
    ok: level !== 'failed',
    level,
    message: localized(message),
    hint: hint ? localized(hint) : null,
  };
}

const localized = ([id, en]: Words): Localized => ({ id, en });

export const SKIPPED: Words = [
  'Belum diperiksa, karena langkah sebelumnya gagal.',
  'Not checked, because a step before it failed.',
];

export const SET_PUBLIC_URL: Words = [
  'Minta teknisi mengatur KUNCI_PUBLIC_URL ke alamat https hub ini di internet, lalu menjalankan hub kembali.',
  'Ask your technician to set KUNCI_PUBLIC_URL to the https address of this hub on the internet and restart the hub.',
];

const OPEN_IN_BROWSER: Words = [
  'Periksa penerus (proxy) di depan hub: jalur /webhook harus diteruskan ke hub apa adanya, tanpa halaman masuk.',
  'Check the proxy in front of the hub: the path /webhook must be handed to the hub as it is, without a login.',
];

interface Refusal {
  readonly message: Words;
  readonly hint: Words;
}

const REFUSALS: Readonly<Record<number, Refusal>> = {
  401: {
    message: ['Penerus meminta kata sandi (401).', 'The proxy asks for a password (401).'],
    hint: OPEN_IN_BROWSER,
  },
  403: {
    message: [
      'Penerus atau firewall menolak panggilan dari luar (403).',
      'A proxy or firewall refuses calls from outside (403).',
    ],
    hint: [
      'Izinkan POST ke /webhook di firewall atau perlindungan bot, juga dari alamat yang tidak dikenal.',
      'Let POST to /webhook through the firewall or bot protection, also from unknown addresses.',
    ],
  },
  404: {
    message: [
      'Alamat itu dijawab oleh server lain, atau jalurnya tidak diteruskan ke hub (404).',
      'Another server answers there, or the path is not handed to the hub (404).',
    ],
    hint: OPEN_IN_BROWSER,
  },
  405: {
    message: ['Penerus tidak mengizinkan POST (405).', 'The proxy does not allow POST (405).'],
    hint: [
      'Izinkan metode POST untuk jalur /webhook di penerus.',
      'Allow the method POST for the path /webhook in the proxy.',
    ],
  },
  413: {
    message: [
      'Penerus menolak isi sebesar ini (413).',
      'The proxy refuses a body of this size (413).',
    ],
    hint: [
      'Naikkan batas isi di penerus menjadi 1 MiB atau lebih.',
      'Raise the body limit of the proxy to 1 MiB or more.',
    ],
  },
  429: {
    message: [
      'Terlalu banyak panggilan dari alamat ini (429).',
      'Too many calls from this address (429).',
    ],
    hint: ['Tunggu satu menit, lalu periksa lagi.', 'Wait a minute and check again.'],
  },
  502: {
    message: [
      'Penerus hidup, tetapi tidak mencapai hub (502).',
      'The proxy is up but does not reach the hub (502).',
    ],
    hint: [
      'Periksa alamat dan port hub di pengaturan penerus.',
      'Check the hub’s address and port in the proxy’s settings.',
    ],
  },
};

/** What an answer means that the hub did not give. */
export function refusalWords(status: number, location: string | undefined): Refusal {
  if (status >= 300 && status < 400) {
    const to = location ?? '–';
    return {
      message: [
        `Alamat itu mengalihkan ke ${to}. Kebanyakan vendor tidak mengikuti pengalihan.`,
        `The address redirects to ${to}. Most vendors follow no redirects.`,
      ],
      hint: [
        'Atur KUNCI_PUBLIC_URL ke alamat akhirnya, atau hapus pengalihan untuk /webhook.',
        'Set KUNCI_PUBLIC_URL to the final address, or remove the redirect for /webhook.',
      ],
    };
  }
  if (status >= 200 && status < 300) {
    return {
      message: [
        'Ada server yang menjawab, tetapi bukan hub ini.',
        'A server answers, but it is not this hub.',
      ],
      hint: OPEN_IN_BROWSER,
    };
  }
  const known = REFUSALS[status] ?? (status > 502 ? REFUSALS[502] : undefined);
  return (
    known ?? {
      message: [`Alamat itu menjawab ${status}.`, `The address answers ${status}.`],
      hint: OPEN_IN_BROWSER,
    }
  );
}
