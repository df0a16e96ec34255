// A program: one bare Fastify route that answers what it is given, for others to be measured against. Prints its address.
import Fastify from 'fastify';

const answer = JSON.parse(process.argv[2]);
const app = Fastify();
app.get('/api/v1/models/:model/resolve', async () => answer);
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', () => app.close());
