import type { idAccess } from '../id/access';

export const enAccess: Readonly<Record<keyof typeof idAccess, string>> = {
  'login.title': 'Sign in to Kunci',
  'login.email': 'Email address',
  'login.password': 'Password',
  'login.code': '6-digit code of your authenticator app, or a recovery code',
  'login.submit': 'Sign in',
  'login.refused': 'Email and password do not match. Check capital letters and try again.',
  'login.locked': 'Too many attempts. Wait a little, then try again.',
  'login.logout': 'Sign out',
  'login.ended':
    'Your session has ended, perhaps because it was idle. Sign in again and you are back where you were.',
  'invitation.title': 'You are invited to Kunci',
  'invitation.text': 'Choose your password. You are signed in right after.',
  'invitation.submit': 'Save and sign in',
  'invitation.no_token': 'This invitation link is incomplete. Ask the owner to send it again.',
  'setup.title': 'Welcome',
  'setup.text': 'Make the owner account of this hub. This link works once.',
  'setup.submit': 'Make the owner account',
  'setup.password.help':
    'At least 12 characters. A sentence you remember is safer than a short, complicated word.',
  'setup.done.title': 'The owner account is made',
  'setup.done.key': 'The API key for your PMS. Keep it now: it is not shown again.',
  'setup.done.continue': 'Continue to the hub',
  'setup.no_token':
    'This link is incomplete. Copy the whole link that was shown when the hub was first started.',
};
