/** The people who may sign in. */
import type {
  ChangeUser,
  CreateUser,
  InvitedUser,
  UserAnswer,
} from '../../../../src/access/users/users.schemas.js';
import { deleteJson, patchJson, postJson } from '../../lib/api';
import { pagesOf } from '../../lib/page-query';

export type User = UserAnswer;
export type Invited = InvitedUser;
export type NewUser = CreateUser;
export type UserChange = ChangeUser;

export const usersQuery = () => pagesOf<User>('users', '/api/v1/users');
export const inviteUser = (body: NewUser): Promise<Invited> => postJson('/api/v1/users', body);
export const inviteAgain = (id: string): Promise<Invited> =>
  postJson(`/api/v1/users/${id}/invitation`);
export const changeUser = (id: string, body: UserChange): Promise<User> =>
  patchJson(`/api/v1/users/${id}`, body);
export const removeUser = (id: string): Promise<unknown> => deleteJson(`/api/v1/users/${id}`);

/** How a person is called: by name where there is one. */
export function nameOf({ name, email }: Pick<User, 'name' | 'email'>): string {
  return name === '' ? email : name;
}
