/** `user:password@` of any scheme; a name alone is a token where the scheme is HTTP or FTP, and a container in Azure's. */
const userInfo =
  /([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#@:]*:[^\s/?#]*|(?<=(?:https?|ftps?):\/\/)[^\s/?#]+)@/gi;
/** Parameters of signed addresses and tokens. */
const secretParameter =
  /([?&;](?:x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential)|sig|signature|token|access_token|auth_token|api[_-]?key|apikey|password|passwd|pwd|secret|awsaccesskeyid)=)[^&;#\s]+/gi;

const hidden = '•••';

/** A text as it may be shown: what lets somebody in is left out. */
export const withoutCredentials = (text: string): string =>
  text.replace(userInfo, `$1${hidden}@`).replace(secretParameter, `$1${hidden}`);

export const carriesCredentials = (text: string): boolean => withoutCredentials(text) !== text;

/** The same for every text inside of a JSON value, names of fields among them. */
export function jsonWithoutCredentials<Json>(value: Json): Json {
  if (typeof value === 'string') return withoutCredentials(value) as Json;
  if (Array.isArray(value)) return value.map(jsonWithoutCredentials) as Json;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [withoutCredentials(name), jsonWithoutCredentials(part)]),
  ) as Json;
}
