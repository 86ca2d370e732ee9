import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentActor, CurrentPrincipal } from '../current-principal.decorator.js';
import type { Actor, Principal } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type ChangeUser,
  changeUserSchema,
  type CreateUser,
  createUserSchema,
  type InvitedUser,
  invitedUserSchema,
  type ListUsers,
  listUsersSchema,
  type UserAnswer,
  type UserId,
  userIdSchema,
  userPageSchema,
  userSchema,
} from './users.schemas.js';
import { UsersService } from './users.service.js';

@ApiTags('access')
@Controller('api/v1/users')
@RequireScope('admin')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** Invites somebody; the answer has the link by which they choose a password. */
  @Post()
  @ApiCreatedResponse({ standardSchema: invitedUserSchema })
  invite(
    @Body({ schema: createUserSchema }) body: CreateUser,
    @CurrentActor() actor: Actor,
  ): Promise<InvitedUser> {
    return this.users.invite(body, actor);
  }

  @Get()
  @ApiOkResponse({ standardSchema: userPageSchema })
  list(
    @Query({ schema: listUsersSchema }) query: ListUsers,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<UserAnswer>> {
    return this.users.list(query, principal);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: userSchema })
  get(
    @Param({ schema: userIdSchema }) { id }: UserId,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UserAnswer> {
    return this.users.get(id, principal);
  }

  @Patch(':id')
  @ApiOkResponse({ standardSchema: userSchema })
  change(
    @Param({ schema: userIdSchema }) { id }: UserId,
    @Body({ schema: changeUserSchema }) body: ChangeUser,
    @CurrentActor() actor: Actor,
  ): Promise<UserAnswer> {
    return this.users.change(id, body, actor);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(
    @Param({ schema: userIdSchema }) { id }: UserId,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.users.remove(id, actor);
  }

  /** A new link for somebody who lost the first one, or the password. */
  @Post(':id/invitation')
  @ApiCreatedResponse({ standardSchema: invitedUserSchema })
  inviteAgain(
    @Param({ schema: userIdSchema }) { id }: UserId,
    @CurrentActor() actor: Actor,
  ): Promise<InvitedUser> {
    return this.users.inviteAgain(id, actor);
  }
}
