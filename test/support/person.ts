/** Somebody at a browser: keeps the cookie, sends what browsers send. */
import type { HubAnswer } from './hub-client.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

export class Person {
  /** As the browser keeps it: name and value. */
  cookie: string | undefined;
  /** What the last answer wanted to be kept, with all attributes. */
  setCookie: string | undefined;
  csrfToken: string | undefined;

  constructor(private readonly url: string) {}

  /** Signs in; the answer says whether it worked. */
  async login(credentials: Credentials): Promise<HubAnswer> {
    return this.post('/api/v1/session', credentials);
  }

  get(path: string): Promise<HubAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<HubAnswer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown): Promise<HubAnswer> {
    return this.send('PATCH', path, body);
  }

  delete(path: string, body?: unknown): Promise<HubAnswer> {
    return this.send('DELETE', path, body);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HubAnswer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...this.ownHeaders(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    this.keep(response);
    if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
      await response.body?.cancel();
      return { status: response.status, body: undefined, text: '', headers: response.headers };
    }
    const text = await response.text();
    const answer = text.startsWith('{') ? JSON.parse(text) : text;
    if (typeof answer.csrf_token === 'string') this.csrfToken = answer.csrf_token;
    return { status: response.status, body: answer, text, headers: response.headers };
  }

  private ownHeaders(): Record<string, string> {
    return {
      'sec-fetch-site': 'same-origin',
      ...(this.cookie !== undefined && { cookie: this.cookie }),
      ...(this.csrfToken !== undefined && { 'x-csrf-token': this.csrfToken }),
    };
  }

  private keep(response: Response): void {
    const [setCookie] = response.headers.getSetCookie();
    if (setCookie === undefined) return;
    this.setCookie = setCookie;
    this.cookie = setCookie.split(';')[0];
  }
}
