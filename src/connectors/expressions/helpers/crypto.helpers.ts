/** Hashes, signatures and randomness for connectors. Verifying is not done here: it needs constant time. */
import {
  constants,
  createHash,
  createHmac,
  createSecretKey,
  randomInt,
  randomUUID,
  sign,
  type KeyObject,
  type SignKeyObjectInput,
} from 'node:crypto';
import { privateKeyFrom } from '#connectors/signatures/keys.js';
import { HelperError } from '#connectors/expressions/expression.error.js';
import {
  choiceOf,
  integerOf,
  optionalText,
  skipUndefined,
  textOf,
  type ExpressionHelper,
} from '#connectors/expressions/helpers/helper.js';

const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
const OUTPUT_ENCODINGS = ['hex', 'base64', 'base64url'] as const;
const KEY_ENCODINGS = ['utf8', 'hex', 'base64', 'base64url'] as const;
const PADDINGS = ['pkcs1', 'pss', 'der', 'ieee-p1363'] as const;
const MAX_NONCE = 128;
const NONCE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const CRYPTO_HELPERS: readonly ExpressionHelper[] = [
  {
    name: 'hash',
    signature: "$hash(text, algorithm, encoding = 'hex')",
    meaning: `Digest of the UTF-8 text. Algorithms: ${ALGORITHMS.join(', ')}; encodings: ${OUTPUT_ENCODINGS.join(', ')}.`,
    arity: 3,
    run: skipUndefined(([text, algorithm, encoding = 'hex']) =>
      createHash(algorithmOf(algorithm))
        .update(textOf(text, 'The text'))
        .digest(choiceOf(encoding, 'The encoding', OUTPUT_ENCODINGS)),
    ),
  },
  {
    name: 'hmac',
    signature: "$hmac(text, key, algorithm, encoding = 'hex', keyEncoding = 'utf8')",
    meaning: `Keyed digest of the UTF-8 text; the key is read as ${KEY_ENCODINGS.join(', ')}.`,
    arity: 5,
    run: skipUndefined(hmac),
  },
  {
    name: 'sign',
    signature: "$sign(text, privateKeyPem, algorithm, encoding = 'base64', padding?)",
    meaning:
      'Signature by an RSA, EC or Ed25519 key in PEM. Padding: pkcs1 (default) or pss for RSA, der (default) or ieee-p1363 for EC. Ed25519 ignores the algorithm.',
    arity: 5,
    run: skipUndefined(signText),
  },
  {
    name: 'uuid',
    signature: '$uuid()',
    meaning: 'A random UUID (version 4).',
    arity: 0,
    run: () => randomUUID(),
  },
  {
    name: 'nonce',
    signature: '$nonce(length = 32)',
    meaning: `Random letters and digits, at most ${MAX_NONCE}.`,
    arity: 1,
    run: ([length = 32]) => nonce(integerOf(length, 'The length', 1, MAX_NONCE)),
  },
];

function algorithmOf(value: unknown) {
  return choiceOf(value, 'The algorithm', ALGORITHMS);
}

function hmac([
  text,
  key,
  algorithm,
  encoding = 'hex',
  keyEncoding = 'utf8',
]: readonly unknown[]): string {
  const keyText = textOf(key, 'The key');
  if (keyText === '') throw new HelperError('The key is empty; fill in the credential.');
  const keyForm = choiceOf(keyEncoding, 'The encoding of the key', KEY_ENCODINGS);
  // A bare buffer takes Node six times as long as a text or a key object.
  const keyValue = keyForm === 'utf8' ? keyText : createSecretKey(Buffer.from(keyText, keyForm));
  return createHmac(algorithmOf(algorithm), keyValue)
    .update(textOf(text, 'The text'))
    .digest(choiceOf(encoding, 'The encoding', OUTPUT_ENCODINGS));
}

function signText([
  text,
  pem,
  algorithm,
  encoding = 'base64',
  padding,
]: readonly unknown[]): string {
  const key = privateKey(textOf(pem, 'The private key'));
  const wanted = optionalText(padding, 'The padding');
  const input = signInput(
    key,
    wanted === undefined ? undefined : choiceOf(wanted, 'The padding', PADDINGS),
  );
  const digest = key.asymmetricKeyType === 'ed25519' ? null : algorithmOf(algorithm);
  return sign(digest, Buffer.from(textOf(text, 'The text')), input).toString(
    choiceOf(encoding, 'The encoding', OUTPUT_ENCODINGS),
  );
}

function privateKey(text: string): KeyObject {
  try {
    return privateKeyFrom(text);
  } catch {
    // The cause is left out on purpose: OpenSSL messages may quote the key.
    throw new HelperError('The private key can not be read; paste it as PEM without a passphrase.');
  }
}

function signInput(
  key: KeyObject,
  padding: (typeof PADDINGS)[number] | undefined,
): SignKeyObjectInput {
  if (key.asymmetricKeyType === 'ec') {
    return { key, dsaEncoding: padding === 'ieee-p1363' ? 'ieee-p1363' : 'der' };
  }
  if (key.asymmetricKeyType !== 'rsa') return { key };
  if (padding !== 'pss') return { key, padding: constants.RSA_PKCS1_PADDING };
  return {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}

function nonce(length: number): string {
  let text = '';
  while (text.length < length) text += NONCE_ALPHABET.charAt(randomInt(NONCE_ALPHABET.length));
  return text;
}
