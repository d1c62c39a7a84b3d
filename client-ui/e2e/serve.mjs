/**
 * Serves a built door on 127.0.0.1, as strictly as the window does: the policy is that of `tauri.conf.json`, with the hash of the one inline
 * script (the window's builder adds it, too), and without the window's own channel.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const ui = join(import.meta.dirname, '..');
/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png'
};

/** @param {string} page */
async function policyOf(page) {
  const settings = JSON.parse(await readFile(join(ui, 'src-tauri/tauri.conf.json'), 'utf8'));
  /** @type {unknown} */
  const policy = settings.app?.security?.csp;
  if (typeof policy !== 'string' || !policy.includes("script-src 'self'")) {
    throw new Error('tauri.conf.json has no content security policy with script-src');
  }
  const hashes = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`
  );
  return policy
    .replace("script-src 'self'", `script-src 'self' ${hashes.join(' ')}`)
    .replace('ipc: http://ipc.localhost', "'none'");
}

/**
 * @param {string} door The folder, such as `build-memory`.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(door) {
  const folder = join(ui, door);
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const policy = await policyOf(page);
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname));
    const type = types[extname(path)];
    response.setHeader('Content-Security-Policy', policy);
    if (type === undefined || path.endsWith('.html')) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
      return;
    }
    readFile(join(folder, path)).then(
      (content) => response.setHeader('Content-Type', type).end(content),
      () => response.writeHead(404).end()
    );
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      })
  };
}
