import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { type Actor, assertPropertyAccess } from '#access/principal.js';
import { PropertiesRepository } from '#access/properties/properties.repository.js';
import { Database } from '#core/database/database.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { EgressGuard } from '#core/http/egress-guard.js';
import { newId } from '#core/ids/uuid.js';
import { Clock } from '#core/time/clock.js';
import { EndpointParking } from './endpoint-parking.js';
import { EndpointSecretStore } from './endpoint-secrets.js';
import { EndpointReader } from './endpoint-reader.js';
import { EndpointsRepository } from './endpoints.repository.js';
import type {
  CreateEndpoint,
  EndpointAnswer,
  EndpointWithSecret,
  UpdateEndpoint,
} from './endpoints.schemas.js';

const HOUR_MS = 3_600_000;

/** Subscribers' addresses: made, changed, switched off and on, their secrets rotated. */
@Injectable()
export class EndpointsService {
  constructor(
    private readonly reader: EndpointReader,
    private readonly endpoints: EndpointsRepository,
    private readonly secrets: EndpointSecretStore,
    private readonly parking: EndpointParking,
    private readonly guard: EgressGuard,
    private readonly properties: PropertiesRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidInputError for an address that must not be called or a property that is not there */
  async create(body: CreateEndpoint, actor: Actor): Promise<EndpointWithSecret> {
    const propertyId = body.property_id ?? actor.principal.propertyId;
    assertPropertyAccess(actor.principal, propertyId);
    if (propertyId !== null && !(await this.properties.find(this.database, propertyId))) {
      throw new InvalidInputError(
        'property_id',
        `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
      );
    }
    this.guard.assertPublicUrl(body.url, 'url');
    const id = newId();
    const secret = this.secrets.make();
    await this.database.transaction(async (tx) => {
      await this.endpoints.insert(tx, {
        id,
        propertyId,
        url: body.url,
        events: body.events,
        description: body.description ?? null,
        secretsSealed: this.secrets.seal(id, { current: secret }),
      });
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook_endpoint.created',
        subject: { type: 'webhook_endpoint', id },
        after: { url: body.url, events: body.events, property_id: propertyId },
      });
    });
    return { ...(await this.reader.get(id, actor.principal)), secret };
  }

  async update(id: string, body: UpdateEndpoint, actor: Actor): Promise<EndpointAnswer> {
    const row = await this.reader.visible(id, actor.principal);
    if (body.url !== undefined) this.guard.assertPublicUrl(body.url, 'url');
    await this.database.transaction(async (tx) => {
      await this.endpoints.update(tx, id, body);
      if (body.status === 'enabled' && row.status === 'disabled') {
        await this.endpoints.enable(tx, id);
      }
      if (body.status === 'disabled') {
        await this.parking.disable(tx, row, `switched off by ${actor.principal.name}`);
      }
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook_endpoint.updated',
        subject: { type: 'webhook_endpoint', id },
        before: { url: row.url, events: row.events, status: row.status },
        after: body,
      });
    });
    return this.reader.get(id, actor.principal);
  }

  async remove(id: string, actor: Actor): Promise<void> {
    const row = await this.reader.visible(id, actor.principal);
    await this.database.transaction(async (tx) => {
      await this.parking.park(tx, id, 'the endpoint was deleted');
      await this.endpoints.markDeleted(tx, id);
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook_endpoint.deleted',
        subject: { type: 'webhook_endpoint', id },
        before: { url: row.url, events: row.events },
      });
    });
  }

  /** A new secret; the old one signs beside it until the overlap ends, so that receivers change in their own time. */
  async rotateSecret(id: string, overlapHours: number, actor: Actor): Promise<EndpointWithSecret> {
    const row = await this.reader.visible(id, actor.principal);
    const secret = this.secrets.make();
    const previousUntil =
      overlapHours === 0 ? null : new Date(this.clock.now().getTime() + overlapHours * HOUR_MS);
    const { current } = this.secrets.open(id, row.secrets_sealed);
    const sealed = this.secrets.seal(id, {
      current: secret,
      ...(previousUntil && { previous: current }),
    });
    await this.database.transaction(async (tx) => {
      await this.endpoints.update(tx, id, { secrets: { sealed, previousUntil } });
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook_endpoint.secret_rotated',
        subject: { type: 'webhook_endpoint', id },
        after: { previous_valid_until: previousUntil?.toISOString() ?? null },
      });
    });
    return { ...(await this.reader.get(id, actor.principal)), secret };
  }
}
