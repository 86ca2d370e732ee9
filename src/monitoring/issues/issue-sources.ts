import { Injectable } from '@nestjs/common';
import type { IssueKind, IssueSource } from './issue.types.js';

/** Sources of failures of all parts of the hub; each registers its own. */
@Injectable()
export class IssueSources {
  private readonly sources = new Map<IssueKind, IssueSource>();

  register(source: IssueSource): void {
    this.sources.set(source.kind, source);
  }

  get all(): readonly IssueSource[] {
    return [...this.sources.values()];
  }

  of(kind: IssueKind): IssueSource | undefined {
    return this.sources.get(kind);
  }
}
