/** A stand-in for the vendor's browser script: opens the hosted page in a frame, calls back nothing. */
export const SNAP_SCRIPT = `
const origin = new URL(document.currentScript.src).origin;
const open = (token, parent, style) => {
  const frame = document.createElement('iframe');
  frame.title = 'Payment';
  frame.src = origin + '/snap/v3/redirection/' + encodeURIComponent(token);
  Object.assign(frame.style, style);
  parent.append(frame);
};
window.snap = {
  pay: (token) => open(token, document.body, { position: 'fixed', inset: '5%', width: '90%', height: '90%', background: '#fff' }),
  embed: (token, options) => open(token, document.getElementById(options.embedId), { width: '100%', height: '560px', border: 0 }),
  hide: () => document.querySelectorAll('iframe[title=Payment]').forEach((frame) => frame.remove()),
};
`;
