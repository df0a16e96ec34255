/** The path below which this installation is served, without a slash at its end, as the server wrote it into the page. */
const basePath =
  document.querySelector<HTMLMetaElement>('meta[name="countersign-base"]')?.content.replace(/\/$/, '') ?? '';

/** For the router, which counts its own addresses from there. */
export const routerBase = basePath === '' ? '/' : basePath;

/** The address, on this host, of a path of the installation such as `/api/v1/models`. */
export const withBase = (path: string): string => basePath + path;

/** The way back: what an address on this host is within the installation. */
export const withoutBase = (path: string): string =>
  basePath !== '' && path.startsWith(basePath) ? path.slice(basePath.length) || '/' : path;
