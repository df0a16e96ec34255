/** A port of loopback that nobody listens on, for a server that is told its port and address before it starts. */
export function freePort(): Promise<number>;
