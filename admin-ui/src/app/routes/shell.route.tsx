import { createRoute, redirect } from '@tanstack/react-router';
import { setLanguage } from '../../lib/i18n';
import { forgetUnknownProperty, propertiesQuery } from '../../lib/property';
import type { Session } from '../../lib/session.api';
import { queryClient } from '../query-client';
import { requireSession } from '../require-session';
import { Shell } from '../shell';
import { rootRoute } from './root.route';

/** Everything behind the login; closed for whoever still has a password for one sign-in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await requireSession({ location });
    if (session.user.must_change_password) throw redirect({ to: '/password', replace: true });
    await begin(session);
  },
});

/** Of the session that was begun; another one begins anew. */
let begun: string | undefined;

/** Once a session: the account's language, and a choice of property that still holds. */
async function begin({ user, csrf_token: token }: Session): Promise<void> {
  if (begun === token) return;
  begun = token;
  setLanguage(user.locale);
  const properties = await queryClient.query(propertiesQuery).catch(() => undefined);
  if (properties) forgetUnknownProperty(properties.items);
}
