/** The way of a webhook from the vendor to here, walked step by step; what can't be walked any more is skipped. */
import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import { EgressGuard, EgressRefusedError } from '#core/http/egress-guard.js';
import { Clock } from '#core/time/clock.js';
import { lookAtCertificate } from './certificate-look.js';
import { PROBE_HEADER, ProbeTokens } from './probe-tokens.js';
import { finding, SET_PUBLIC_URL, SKIPPED } from './reachability-words.js';
import type { ReachabilityCheck } from './reachability.schemas.js';
import {
  certificateFinding,
  deliveryFinding,
  dns,
  https,
  publicUrl,
  unreached,
} from './way-findings.js';

type Name = ReachabilityCheck['name'];

const TIMEOUT_MS = 8_000;
/** Just under what the hub takes; the usual limit of a proxy is as high. */
const LARGE_BODY_BYTES = 1_000_000;

@Injectable()
export class WebhookWay {
  /** Knows no exception: what a vendor reaches has nothing to do with what this hub may call. */
  private readonly outside = new EgressGuard([]);

  constructor(
    private readonly guard: EgressGuard,
    private readonly transport: AxiosTransport,
    private readonly tokens: ProbeTokens,
    private readonly clock: Clock,
  ) {}

  async walk(webhookUrl: string): Promise<ReachabilityCheck[]> {
    const url = new URL(webhookUrl);
    const addresses = await addressesOf(url);
    const isNamed = addresses.length > 0;
    return [
      publicUrl(url),
      https(url),
      dns(url, addresses),
      isNamed ? this.publicAddress(url, addresses) : skipped('public_address'),
      isNamed ? await this.certificate(url) : skipped('certificate'),
      ...(isNamed
        ? await this.deliveries(webhookUrl)
        : [skipped('delivery'), skipped('large_body')]),
    ];
  }

  private publicAddress(url: URL, addresses: readonly string[]): ReachabilityCheck {
    const isPublic = addresses.some((address) => this.isPublic(address, url));
    const [first = ''] = addresses;
    if (isPublic) {
      return finding('public_address', 'passed', [
        'Alamatnya dapat dicapai dari internet.',
        'The address can be reached from the internet.',
      ]);
    }
    return finding(
      'public_address',
      'failed',
      [
        `${url.hostname} menunjuk ke ${first}, alamat yang hanya ada di jaringan Anda sendiri.`,
        `${url.hostname} leads to ${first}, an address that exists in your own network only.`,
      ],
      SET_PUBLIC_URL,
    );
  }

  private isPublic(address: string, url: URL): boolean {
    try {
      this.outside.checkHost(address, portOf(url));
      return true;
    } catch (error) {
      if (error instanceof EgressRefusedError) return false;
      throw error;
    }
  }

  private async certificate(url: URL): Promise<ReachabilityCheck> {
    if (url.protocol !== 'https:') return skipped('certificate');
    const place = { host: url.hostname.replace(/^\[|\]$/g, ''), port: portOf(url) };
    const look = await lookAtCertificate(this.guard, place, TIMEOUT_MS);
    return certificateFinding(look, this.clock.now());
  }

  /** A small one, then one as large as a webhook may be. */
  private async deliveries(webhookUrl: string): Promise<ReachabilityCheck[]> {
    const delivery = await this.deliver('delivery', webhookUrl, Buffer.from('{}'));
    if (delivery.level !== 'passed') return [delivery, skipped('large_body')];
    const large = Buffer.alloc(LARGE_BODY_BYTES, ' ');
    return [delivery, await this.deliver('large_body', webhookUrl, large)];
  }

  private async deliver(name: Name, url: string, body: Buffer): Promise<ReachabilityCheck> {
    const { token, nonce } = this.tokens.make();
    const headers = { 'content-type': 'application/json', [PROBE_HEADER]: token };
    try {
      const request = { method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS };
      const answer = await this.transport.send(request);
      return deliveryFinding(name, answer, { nonce, bytes: body.length });
    } catch (error) {
      if (error instanceof VendorError) return unreached(name, error);
      throw error;
    }
  }
}

const skipped = (name: Name): ReachabilityCheck => finding(name, 'skipped', SKIPPED);

const portOf = (url: URL): number =>
  url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);

async function addressesOf(url: URL): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
