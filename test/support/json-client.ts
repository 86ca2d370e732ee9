export interface JsonAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface JsonClient {
  get(path: string, headers?: Record<string, string>): Promise<JsonAnswer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<JsonAnswer>;
}

/** Speaks JSON with HTTP Basic, the key as user and no password, as payment vendors like it. */
export function jsonClient(
  baseUrl: () => string,
  key: string,
  common: Record<string, string> = {},
): JsonClient {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const send = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ) => {
    const response = await fetch(baseUrl() + path, {
      method,
      headers: {
        authorization,
        accept: 'application/json',
        'content-type': 'application/json',
        ...common,
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, body: parsed, headers: response.headers };
  };
  return {
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, body, headers = {}) => send('POST', path, body, headers),
  };
}
