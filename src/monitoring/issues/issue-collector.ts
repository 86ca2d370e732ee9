import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Rounds } from '#core/time/rounds.js';
import { News } from '#events/stream/news.js';
import {
  basisOf,
  coarseFingerprintOf,
  type FailureGroup,
  fingerprintOf,
  groupsOf,
} from './issue-groups.js';
import { type CountedIssue, IssueCollectionRepository } from './issue-collection.repository.js';
import { IssueSources } from './issue-sources.js';
import type { Failure, IssueSource } from './issue.types.js';

const COLLECT_MS = 3_000;
const FORGET_MS = 3_600_000;
/** Failures of one look; more are taken at once in further looks. */
const BATCH = 2_000;
/** So many sentences of one place and kind of failure are told apart; after that all others are one issue. */
const MAX_VARIETY = 30;

/** Groups failures by their cause, a few seconds after they happened, in one process of the cluster at a time. */
@Injectable()
export class IssueCollector implements OnModuleInit {
  constructor(
    private readonly rounds: Rounds,
    private readonly database: Database,
    private readonly issues: IssueCollectionRepository,
    private readonly sources: IssueSources,
    private readonly news: News,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'grouping failures',
      everyMs: COLLECT_MS,
      run: () => this.collect(),
    });
    this.rounds.add({
      what: 'forgetting old issues',
      everyMs: FORGET_MS,
      run: () => this.forgetOld(),
    });
  }

  async collect(): Promise<void> {
    for (const source of this.sources.all) {
      let found: number;
      do found = await this.collectFrom(source);
      while (found >= BATCH && !this.rounds.isStopping);
    }
  }

  /** Erases what nobody looks at any more. */
  async forgetOld(): Promise<void> {
    await this.database.transaction((tx) => this.issues.forgetOld(tx));
  }

  /** @returns how many failures there were */
  private async collectFrom(source: IssueSource): Promise<number> {
    const { found, counted } = await this.database.transaction(async (tx) => {
      if (!(await this.issues.tryLock(tx))) return { found: 0, counted: [] };
      const failures = await source.take(tx, BATCH);
      return { found: failures.length, counted: await this.keep(tx, failures) };
    });
    for (const issue of counted) {
      this.news.tell({
        topic: 'issue',
        event: 'issue.seen',
        id: issue.id,
        property_id: issue.property_id,
      });
    }
    return found;
  }

  private async keep(tx: Sql, failures: readonly Failure[]): Promise<readonly CountedIssue[]> {
    if (failures.length === 0) return [];
    const groups = await this.group(tx, failures);
    const counted = await this.issues.count(tx, groups);
    const ids = new Map(counted.map(({ fingerprint, id }) => [fingerprint, id]));
    for (const group of groups) {
      const id = ids.get(group.fingerprint);
      if (id === undefined) continue;
      await this.issues.countHours(tx, id, group.hours);
      await this.issues.keepSubjects(tx, id, group.subjects);
    }
    return counted;
  }

  /** By cause; where there would be too many causes of one place, whatever is new there goes together. */
  private async group(tx: Sql, failures: readonly Failure[]): Promise<FailureGroup[]> {
    const groups = groupsOf(failures);
    const known = await this.issues.known(
      tx,
      groups.map(({ fingerprint }) => fingerprint),
    );
    const fresh = groups.filter(({ fingerprint }) => !known.has(fingerprint));
    const crowded = new Set<string>();
    for (const [basis, found] of Map.groupBy(fresh, ({ latest }) => basisOf(latest).join('|'))) {
      const [first] = found as [FailureGroup, ...FailureGroup[]];
      const variety = await this.issues.variety(tx, basisOf(first.latest));
      if (variety + found.length > MAX_VARIETY) crowded.add(basis);
    }
    if (crowded.size === 0) return groups;
    return groupsOf(failures, (failure) => {
      const exact = fingerprintOf(failure);
      const isCrowded = !known.has(exact) && crowded.has(basisOf(failure).join('|'));
      return isCrowded ? coarseFingerprintOf(failure) : exact;
    });
  }
}
