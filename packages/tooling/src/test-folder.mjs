import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TMPFS = 0x01021994; // of statfs(2)
const ROOM = 4 * 1024 ** 3; // bytes that must be free where everything lies in memory

/**
 * A folder for all that a run of the tests writes, in memory where there is room: databases come and go by the
 * hundred, and nothing of them has to outlive the run. It is removed when this process exits.
 */
export function openTestFolder() {
  const inMemory = [tmpdir(), '/dev/shm'].find(hasRoom);
  const folder = mkdtempSync(join(inMemory ?? tmpdir(), 'countersign-test-'));
  // The embedded PostgreSQL runs as another account where the tests run as root, and has to reach its folder.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function hasRoom(place) {
  try {
    accessSync(place, constants.W_OK);
    const { type, bavail, bsize } = statfsSync(place);
    return type === TMPFS && bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
