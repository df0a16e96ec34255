import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { openSession } from './load-runtime.ts';
import type { OrtModule, OrtSession } from './ort-module.ts';
import type { ChildSettings, RunMessage } from './protocol.ts';
import { ScoringError } from './scoring-error.ts';

interface OpenSession {
  session: OrtSession;
  bytes: number;
}

/** Reads the file once, so that the bytes that were hashed are the bytes that are opened. */
const readArtifact = ({ artifact }: RunMessage, maximum: number): Buffer => {
  let file: number;
  try {
    file = openSync(artifact.path, 'r');
  } catch {
    throw new ScoringError('ARTIFACT_MISSING', 'the stored model file cannot be read');
  }
  try {
    if (fstatSync(file).size > maximum)
      throw new ScoringError('ARTIFACT_TOO_LARGE', `the model file is larger than ${maximum} bytes`);
    const bytes = readFileSync(file);
    if (createHash('sha256').update(bytes).digest('hex') !== artifact.sha256)
      throw new ScoringError('ARTIFACT_CORRUPT', 'the stored model file does not have its recorded digest');
    return bytes;
  } finally {
    closeSync(file);
  }
};

/** Opened models by digest and optimisation level; the least recently used go first. Bounded in number and in bytes. */
export class SessionCache {
  private readonly sessions = new Map<string, OpenSession>();
  private readonly ort: OrtModule;
  private readonly settings: ChildSettings;

  constructor(ort: OrtModule, settings: ChildSettings) {
    this.ort = ort;
    this.settings = settings;
  }

  async open(message: RunMessage): Promise<OrtSession> {
    const key = `${message.artifact.sha256} ${message.graphOptimizationLevel}`;
    const found = this.sessions.get(key);
    if (found) {
      this.sessions.delete(key);
      this.sessions.set(key, found);
      return found.session;
    }
    const bytes = readArtifact(message, this.settings.maxArtifactBytes);
    await this.makeRoom(bytes.length);
    const session = await openSession(this.ort, bytes, message.graphOptimizationLevel);
    this.sessions.set(key, { session, bytes: bytes.length });
    return session;
  }

  private async makeRoom(bytes: number): Promise<void> {
    let total = bytes;
    for (const opened of this.sessions.values()) total += opened.bytes;
    for (const [key, opened] of this.sessions) {
      if (this.sessions.size < this.settings.maxSessions && total <= this.settings.maxSessionBytes) return;
      this.sessions.delete(key);
      total -= opened.bytes;
      await opened.session.release();
    }
  }
}
