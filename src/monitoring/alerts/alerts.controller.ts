import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type AlertAnswer,
  alertAnswerSchema,
  alertPageSchema,
  alertParamSchema,
  type HandleAlert,
  handleAlertSchema,
  type ListAlerts,
  listAlertsSchema,
  type TrialAlertAnswer,
  trialAlertSchema,
} from './alerts.schemas.js';
import { AlertTrial } from './alert-trial.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('look')
@Controller('api/v1/alerts')
@RequireScope('logs:read')
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly trial: AlertTrial,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: alertPageSchema })
  list(
    @Query({ schema: listAlertsSchema }) query: ListAlerts,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AlertAnswer>> {
    return this.alerts.list(query, principal);
  }

  /** Raises a harmless alert, to see that alerts arrive; it resolves by itself. */
  @Post('test')
  @RequireScope('alerts:write')
  @ApiCreatedResponse({ standardSchema: trialAlertSchema })
  test(@CurrentActor() actor: Actor): Promise<TrialAlertAnswer> {
    return this.trial.send(actor);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: alertAnswerSchema })
  get(
    @Param({ schema: alertParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<AlertAnswer> {
    return this.alerts.get(id, principal);
  }

  /** Somebody looks after it; a note tells the others what is being done. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  @RequireScope('alerts:write')
  @ApiOkResponse({ standardSchema: alertAnswerSchema })
  acknowledge(
    @Param({ schema: alertParamSchema }) { id }: { id: string },
    @Body({ schema: handleAlertSchema }) body: HandleAlert,
    @CurrentActor() actor: Actor,
  ): Promise<AlertAnswer> {
    return this.alerts.acknowledge(id, actor, body?.note);
  }

  /** Ends it by hand; it is raised anew when its cause is still there. */
  @Post(':id/resolve')
  @HttpCode(200)
  @RequireScope('alerts:write')
  @ApiOkResponse({ standardSchema: alertAnswerSchema })
  resolve(
    @Param({ schema: alertParamSchema }) { id }: { id: string },
    @Body({ schema: handleAlertSchema }) body: HandleAlert,
    @CurrentActor() actor: Actor,
  ): Promise<AlertAnswer> {
    return this.alerts.resolve(id, actor, body?.note);
  }
}
