import type { Reply } from '#test/simulators/kit/http-exchange.js';

export interface HostedPage {
  readonly vendor: string;
  readonly title: string;
  readonly amount: number;
  /** Buttons: the label, and the control action each performs. */
  readonly buttons: readonly {
    label: string;
    action: string;
    input: Readonly<Record<string, unknown>>;
  }[];
  /** Where the guest goes after an action. */
  readonly returnUrl?: string | undefined;
}

/** A bare payment page whose buttons stand for what a guest may do. */
export function hostedPage(page: HostedPage): Reply {
  const buttons = page.buttons
    .map((button) => {
      const data = escapeHtml(JSON.stringify({ action: button.action, input: button.input }));
      return `<button data-act="${data}">${escapeHtml(button.label)}</button>`;
    })
    .join('\n');
  const amount = `Rp ${page.amount.toLocaleString('id-ID')}`;
  const text = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.vendor)} simulator</title>
<style>body{font:16px system-ui;max-width:26rem;margin:2rem auto;padding:0 1rem}button{display:block;width:100%;margin:.5rem 0;padding:.8rem}</style>
<p>${escapeHtml(page.vendor)} simulator</p><h1>${escapeHtml(page.title)}</h1><h2>${amount}</h2>
${buttons}
<p id="said" role="status"></p>
<script type="module">
const back = ${scriptJson(page.returnUrl ?? null)};
document.querySelectorAll('button').forEach((button) => button.addEventListener('click', async () => {
  const { action, input } = JSON.parse(button.dataset.act);
  const answer = await fetch('/_sim/' + action, { method: 'POST', body: JSON.stringify(input) });
  document.getElementById('said').textContent = answer.ok ? 'Done.' : (await answer.json()).message;
  if (answer.ok && back) location.href = back;
}));
</script></html>`;
  return { status: 200, text, contentType: 'text/html; charset=utf-8' };
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (char) => names[char] ?? char);
}

/** JSON that can't end the script element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
