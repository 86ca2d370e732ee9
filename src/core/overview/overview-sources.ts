import { Injectable } from '@nestjs/common';

export interface MoneySum {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** What happened on one day. */
export interface DayFigure {
  readonly count: number;
  /** One for each currency; empty where it is not about money. */
  readonly sums: readonly MoneySum[];
}

export interface DaySpan {
  readonly from: Date;
  readonly to: Date;
  /** Null counts all properties. */
  readonly propertyId: string | null;
}

/** One figure of the first page. Several sources of one id are added up, so that each category counts its own. */
export interface DayFigureSource {
  /** `payments`, `messages`, `webhooks`; the page has words for each. */
  readonly id: string;
  /** Who lacks it does not see the figure. */
  readonly scope: string;
  /** Goes by an index; the page asks often. */
  count(span: DaySpan): Promise<DayFigure>;
  /** Whether there was ever one; for the list of first steps. */
  hasAny(propertyId: string | null): Promise<boolean>;
}

/** What a fallback has cost so far. */
export interface FallbackCost {
  readonly fromProviderId: string;
  readonly toProviderId: string;
  /** How many went the other way. */
  readonly count: number;
  /** How much dearer, by currency; below zero where it was cheaper. */
  readonly extra: readonly MoneySum[];
  /** Of how many the difference is not known. */
  readonly unknown: number;
}

export interface FallbackQuestion {
  readonly fromProviderId: string;
  readonly since: Date;
  readonly propertyId: string | null;
}

/** Knows what it costs when another provider steps in; for categories whose calls have a price. */
export interface FallbackCostSource {
  cost(question: FallbackQuestion): Promise<readonly FallbackCost[]>;
}

/** What the first page is made of; each layer adds its own when it starts. */
@Injectable()
export class OverviewSources {
  private readonly figureSources: DayFigureSource[] = [];
  private readonly costSources: FallbackCostSource[] = [];

  registerFigure(source: DayFigureSource): void {
    this.figureSources.push(source);
  }

  registerCosts(source: FallbackCostSource): void {
    this.costSources.push(source);
  }

  get figures(): readonly DayFigureSource[] {
    return this.figureSources;
  }

  get costs(): readonly FallbackCostSource[] {
    return this.costSources;
  }
}
