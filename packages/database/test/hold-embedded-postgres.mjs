// Run by the launcher's tests as a process of its own: starts the server over a folder, says so, and holds it.
import { startEmbeddedPostgres } from '../dist/index.js';

try {
  const server = await startEmbeddedPostgres({ dataDirectory: process.argv[2] });
  process.send({ url: server.url, administratorUrl: server.administratorUrl, adopted: server.adopted });
  process.once('message', async () => {
    await server.stop();
    process.exit(0);
  });
} catch (error) {
  process.send({ code: error.code, message: error.message });
  process.exit(1);
}
