/** Calls a hub's API as a PMS would. Bodies are whatever came: tests look into them field by field. */
export interface HubAnswer {
  readonly status: number;
  readonly body: any;
  readonly text: string;
  readonly headers: Headers;
}

export interface HubClient {
  get(path: string, headers?: Record<string, string>): Promise<HubAnswer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<HubAnswer>;
  put(path: string, body: unknown): Promise<HubAnswer>;
  patch(path: string, body: unknown): Promise<HubAnswer>;
  delete(path: string): Promise<HubAnswer>;
}

/** @param key an API key; undefined calls without one */
export function hubClient(url: string, key: string | undefined): HubClient {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HubAnswer> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text), text, headers: response.headers };
  };
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
