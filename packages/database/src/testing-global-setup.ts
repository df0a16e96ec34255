import { testServer } from './test-server.ts';

export default testServer();
