import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type ChangeIssue,
  changeIssueSchema,
  type IssueAnswer,
  type IssueDetail,
  issueDetailSchema,
  issuePageSchema,
  issueParamSchema,
  type ListIssues,
  listIssuesSchema,
  type ReplayIssueAnswer,
  replayIssueAnswerSchema,
} from './issues.schemas.js';
import { IssuesService } from './issues.service.js';

@ApiTags('look')
@Controller('api/v1/issues')
@RequireScope('logs:read')
export class IssuesController {
  constructor(private readonly issues: IssuesService) {}

  /** Failures grouped by their cause; what happened last comes first. */
  @Get()
  @ApiOkResponse({ standardSchema: issuePageSchema })
  list(
    @Query({ schema: listIssuesSchema }) query: ListIssues,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<IssueAnswer>> {
    return this.issues.list(query, principal);
  }

  /** With what it was about, and how much of that can be done again. */
  @Get(':id')
  @ApiOkResponse({ standardSchema: issueDetailSchema })
  get(
    @Param({ schema: issueParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<IssueDetail> {
    return this.issues.get(id, principal);
  }

  /** `resolved` opens again when it happens again; `ignored` goes on counting and stays out of the way. */
  @Post(':id/status')
  @HttpCode(200)
  @RequireScope('alerts:write')
  @ApiOkResponse({ standardSchema: issueDetailSchema })
  change(
    @Param({ schema: issueParamSchema }) { id }: { id: string },
    @Body({ schema: changeIssueSchema }) body: ChangeIssue,
    @CurrentActor() actor: Actor,
  ): Promise<IssueDetail> {
    return this.issues.change(id, body, actor);
  }

  /** Processes again the webhooks, or sends again the deliveries, that failed by this cause; 200 at once. */
  @Post(':id/replay')
  @HttpCode(202)
  @RequireScope('webhooks:write')
  @ApiAcceptedResponse({ standardSchema: replayIssueAnswerSchema })
  replay(
    @Param({ schema: issueParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<ReplayIssueAnswer> {
    return this.issues.replay(id, actor);
  }
}
