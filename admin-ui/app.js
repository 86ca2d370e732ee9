/** The placeholder page: says how the hub is, and makes the owner account from a setup link. */
import { TEXTS } from '/texts.js';

const MIN_PASSWORD = 12;
const REFRESH_MS = 10_000;
const PARTS = ['healthy', 'degraded', 'unhealthy'];
const NAMES = ['database', 'queue'];

const get = (id) => document.getElementById(id);
/** Taken out of the address bar at once, so that it is neither bookmarked nor seen on a shared screen. */
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
let language = savedLanguage();
/** Draws again what was shown by code, after the language was changed. */
let redraw = () => undefined;

function text(key, values = {}) {
  const found = TEXTS[language][key] ?? key;
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

function savedLanguage() {
  try {
    return localStorage.getItem('language') === 'en' ? 'en' : 'id';
  } catch {
    return 'id';
  }
}

function setLanguage(next) {
  language = next;
  try {
    localStorage.setItem('language', next);
  } catch {
    // A browser that keeps nothing still shows the language that was chosen.
  }
  draw();
}

function draw() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  redraw();
}

function show(section) {
  for (const id of ['home', 'setup', 'done']) get(id).hidden = id !== section;
}

// ── how the hub is

async function readHealth() {
  try {
    const response = await fetch('/health/ready', {
      headers: { accept: 'application/json' },
      cache: 'no-store',
    });
    const body = await response.json();
    return {
      status: body.status ?? (response.ok ? 'healthy' : 'unhealthy'),
      parts: body.parts ?? body.checks ?? {},
    };
  } catch {
    return { status: 'unreachable', parts: {} };
  }
}

function showHealth({ status, parts }) {
  get('health').dataset.status = status;
  get('health').textContent = text(`health.${status}`);
  get('parts').replaceChildren(...Object.entries(parts).map(partLine));
}

function partLine([name, part]) {
  const status = typeof part === 'string' ? part : part?.status;
  const item = document.createElement('li');
  item.dataset.status = status;
  const label = NAMES.includes(name) ? text(`name.${name}`) : name;
  item.textContent = `${label}: ${PARTS.includes(status) ? text(`part.${status}`) : String(status)}`;
  return item;
}

async function watchHealth() {
  let health = { status: 'loading', parts: {} };
  redraw = () => showHealth(health);
  redraw();
  for (;;) {
    health = await readHealth();
    redraw();
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

// ── the owner account

function mistakes({ email, password, repeat }) {
  const found = {};
  if (email === '') found.email = 'setup.email.missing';
  else if (!/^\S+@\S+\.\S+$/.test(email)) found.email = 'setup.email.bad';
  if ([...password].length < MIN_PASSWORD) found.password = 'setup.password.short';
  if (repeat !== password) found.repeat = 'setup.repeat.differs';
  return found;
}

/** Puts a message under each field that has one; `form` is shown above them all. */
function showErrors(errors) {
  for (const field of ['form', 'email', 'password', 'repeat']) {
    const line = get(`${field}-error`);
    line.hidden = errors[field] === undefined;
    line.textContent = errors[field] ?? '';
    get(field)?.setAttribute('aria-invalid', String(errors[field] !== undefined));
  }
  const first = ['email', 'password', 'repeat'].find((field) => errors[field] !== undefined);
  if (first) get(first).focus();
  else if (errors.form !== undefined) get('form-error').focus();
}

async function submitSetup(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const input = Object.fromEntries(new FormData(form));
  input.email = input.email.trim();
  const wrong = Object.entries(mistakes(input)).map(([field, key]) => [field, text(key)]);
  showErrors(Object.fromEntries(wrong));
  if (wrong.length > 0) return;
  setBusy(true);
  const { key, errors } = await createOwner(input);
  setBusy(false);
  if (errors) return showErrors(errors);
  form.reset();
  showKey(key);
}

function setBusy(isBusy) {
  get('submit').disabled = isBusy;
  get('submit').textContent = text(isBusy ? 'setup.busy' : 'setup.submit');
}

async function createOwner({ email, password }) {
  try {
    const response = await fetch('/api/v1/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ token, email, password }),
    });
    const body = await response.json();
    return response.ok ? { key: body.api_key.key } : { errors: toErrors(body) };
  } catch {
    return { errors: { form: text('setup.offline') } };
  }
}

/** The API names the field that is wrong; what belongs to no field of ours goes above the form. */
function toErrors({ message, errors = [] }) {
  const known = errors.filter(({ field }) => field === 'email' || field === 'password');
  const byField = Object.fromEntries(known.map((error) => [error.field, error.message]));
  if (known.length > 0 && known.length === errors.length) return byField;
  const others = errors.filter((error) => !known.includes(error)).map((error) => error.message);
  return {
    ...byField,
    form: text('setup.failed', { reason: [message, ...others].filter(Boolean).join(' ') }),
  };
}

function showKey(key) {
  show('done');
  get('api-key').value = key;
  redraw = () => undefined;
  get('done').querySelector('h1').focus();
}

async function copyKey() {
  const field = get('api-key');
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    get('copied').textContent = text('done.copied');
  } catch {
    // Without HTTPS a browser has no clipboard for pages; the key is selected, so the keyboard does it.
    get('copied').textContent = text('done.copy.by.hand');
  }
}

function startSetup() {
  show('setup');
  history.replaceState(null, '', location.pathname);
  if (token === '') showErrors({ form: text('setup.token.missing') });
  else get('email').focus();
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => setLanguage(button.dataset.language));
}
get('setup-form').addEventListener('submit', submitSetup);
get('copy').addEventListener('click', copyKey);
draw();
if (location.pathname.replace(/\/+$/, '') === '/setup') {
  startSetup();
} else {
  show('home');
  watchHealth();
}
