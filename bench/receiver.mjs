/**
 * A receiver of events, a process of its own. Prints its URL; takes whatever is posted to any path at once, counts by
 * path, and never answers under `/hang`. `GET /` gives the counts.
 */
import { createServer } from 'node:http';

const counts = {};
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(counts));
    return;
  }
  request.resume().on('end', () => {
    counts[request.url] = (counts[request.url] ?? 0) + 1;
    if (!request.url.startsWith('/hang')) response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
