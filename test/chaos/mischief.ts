/** Kills one part after the other at random and brings it back, until time is over. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Dice } from '#test/chaos/dice.js';
import type { HubCluster, Member } from '#test/chaos/hub-cluster.js';
import type { Service } from '#test/chaos/services.js';

export interface Victims {
  readonly cluster: HubCluster;
  readonly postgres: Service;
  readonly redis: Service | undefined;
}

export type Tell = (words: string) => void;

interface Blow {
  readonly weight: number;
  readonly strike: () => Promise<void>;
}

export class Mischief {
  readonly counts: Record<string, number> = {};
  private readonly dice: Dice;
  private readonly victims: Victims;
  private readonly tell: Tell;

  constructor(dice: Dice, victims: Victims, tell: Tell) {
    this.dice = dice;
    this.victims = victims;
    this.tell = tell;
  }

  /** Two blows may overlap: a hub that starts while its database is away. Ends with everything standing. */
  async goOnFor(ms: number): Promise<void> {
    const until = Date.now() + ms;
    await Promise.all([this.strikeUntil(until, 1_000), this.strikeUntil(until, 4_000)]);
  }

  private async strikeUntil(until: number, firstAfterMs: number): Promise<void> {
    await delay(firstAfterMs);
    while (Date.now() < until) {
      await this.choose().strike();
      await delay(this.dice.between(1_000, 6_000));
    }
  }

  private choose(): Blow {
    const { postgres, redis } = this.victims;
    const member = this.dice.pick(this.victims.cluster.members);
    const blows: Blow[] = [
      { weight: 5, strike: () => this.killHub(member) },
      { weight: 1, strike: () => this.stopHub(member) },
      { weight: 2, strike: () => this.killService('Postgres', postgres) },
      ...(redis ? [{ weight: 2, strike: () => this.killService('Redis', redis) }] : []),
    ];
    return this.dice.pick(blows.flatMap((blow) => Array<Blow>(blow.weight).fill(blow)));
  }

  private async killHub(member: Member): Promise<void> {
    if (!member.process) return;
    this.note(`SIGKILL ${member.name}`, 'hubs killed');
    await this.victims.cluster.kill(member);
    await this.bringBack(member);
  }

  private async stopHub(member: Member): Promise<void> {
    if (!member.process) return;
    this.note(`SIGTERM ${member.name}`, 'hubs stopped');
    const exit = await this.victims.cluster.stop(member);
    this.tell(`${member.name} has ended with code ${String(exit?.code)}`);
    await this.bringBack(member);
  }

  private async bringBack(member: Member): Promise<void> {
    await delay(this.dice.between(200, 3_000));
    await this.victims.cluster.startMember(member);
    this.tell(`${member.name} stands again`);
  }

  private async killService(name: string, service: Service): Promise<void> {
    this.note(`SIGKILL ${name}`, `${name} killed`);
    await service.kill().catch((error: unknown) => this.tell(`${name}: ${String(error)}`));
    await delay(this.dice.between(500, 3_000));
    await service.restore();
  }

  private note(words: string, count: string): void {
    this.counts[count] = (this.counts[count] ?? 0) + 1;
    this.tell(words);
  }
}
