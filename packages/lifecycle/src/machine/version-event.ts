import type { Actor, Command, DeploymentState, EvidenceState } from '../state.ts';
import type { ReferenceKind, Role } from '../vocabulary.ts';

/** A command that somebody gives. */
export interface Given<C extends Command> {
  readonly type: C['type'];
  readonly command: C;
  readonly actor: Actor;
  /** RFC 3339. */
  readonly at: string;
  /** Id of the request, sign-off or deployment that the command makes; a running number by default. */
  readonly id?: string;
  /** The new digest, for an amendment. */
  readonly digest?: string;
}

export type GovernedEvent = { [T in Command['type']]: Given<Extract<Command, { type: T }>> }[Command['type']];

/** What happens to a version without anybody commanding it. */
export type SystemEvent =
  | { readonly type: 'evidence.recorded'; readonly evidence: EvidenceState; readonly at: string }
  | {
      readonly type: 'references.changed';
      /** The kinds that are left. */
      readonly references: readonly ReferenceKind[];
      readonly at: string;
    }
  | { readonly type: 'author.found'; readonly personId: string; readonly at: string }
  | { readonly type: 'role.lost'; readonly personId: string; readonly role: Role; readonly at: string }
  /** Another version took its place, or a pipeline ended one: the deployments that are left. */
  | {
      readonly type: 'deployments.changed';
      readonly deployments: readonly DeploymentState[];
      readonly at: string;
    }
  | { readonly type: 'expedited.lapsed'; readonly at: string }
  | { readonly type: 'approval.ended'; readonly at: string }
  | {
      readonly type: 'mandate.used';
      readonly environmentId: string;
      readonly missed: readonly string[];
      readonly at: string;
    };

export type VersionEvent = GovernedEvent | SystemEvent;

const systemEventTypes: readonly string[] = [
  'evidence.recorded',
  'references.changed',
  'author.found',
  'role.lost',
  'deployments.changed',
  'expedited.lapsed',
  'approval.ended',
  'mandate.used',
] satisfies SystemEvent['type'][];

export const isSystemEvent = (event: VersionEvent): event is SystemEvent =>
  systemEventTypes.includes(event.type);

/** Wraps a command as the event of it. The cast says what the compiler cannot follow: type and command agree. */
export const given = (
  command: Command,
  actor: Actor,
  at: string,
  made: { readonly id?: string; readonly digest?: string } = {},
): GovernedEvent => ({ type: command.type, command, actor, at, ...made }) as GovernedEvent;
