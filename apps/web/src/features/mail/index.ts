export { NoMailServer } from './no-mail-server.tsx';
