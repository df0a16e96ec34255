import {
  ChangeAddress,
  EndSession,
  GrantRole,
  InvitePerson,
  OfferedLink,
  OnePerson,
  PeopleFilter,
  PersonPage,
  PersonRow,
  pageOf,
  Receipt,
  RenamePerson,
  RevokeRole,
  RoleRow,
  RolesOf,
  SessionRow,
  SessionsOf,
  SignedBy,
  SignedByRow,
} from '@countersign/contracts';
import {
  addAddress,
  closeAccount,
  endSession,
  endSessions,
  grantRole,
  invitePerson,
  listPeople,
  listRoles,
  listSessions,
  listSignedBy,
  offerReset,
  readPerson,
  removeAddress,
  renamePerson,
  reopenAccount,
  revokeRole,
  verifyAddress,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const personRouter = router({
  list: procedure
    .input(PeopleFilter)
    .output(pageOf(PersonRow))
    .query(({ ctx, input }) => listPeople(ctx.by, input)),
  read: procedure
    .input(OnePerson)
    .output(PersonPage)
    .query(({ ctx, input }) => readPerson(ctx.by, input)),
  invite: procedure
    .input(InvitePerson)
    .output(OfferedLink)
    .mutation(({ ctx, input }) => invitePerson(ctx.by, input)),
  offerReset: procedure
    .input(OnePerson)
    .output(OfferedLink)
    .mutation(({ ctx, input }) => offerReset(ctx.by, input)),
  close: procedure
    .input(OnePerson)
    .output(Receipt)
    .mutation(({ ctx, input }) => closeAccount(ctx.by, input)),
  reopen: procedure
    .input(OnePerson)
    .output(OfferedLink)
    .mutation(({ ctx, input }) => reopenAccount(ctx.by, input)),
  rename: procedure
    .input(RenamePerson)
    .output(Receipt)
    .mutation(({ ctx, input }) => renamePerson(ctx.by, input)),
  addAddress: procedure
    .input(ChangeAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => addAddress(ctx.by, input)),
  verifyAddress: procedure
    .input(ChangeAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => verifyAddress(ctx.by, input)),
  removeAddress: procedure
    .input(ChangeAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => removeAddress(ctx.by, input)),
  roles: procedure
    .input(RolesOf)
    .output(pageOf(RoleRow))
    .query(({ ctx, input }) => listRoles(ctx.by, input)),
  grantRole: procedure
    .input(GrantRole)
    .output(Receipt)
    .mutation(({ ctx, input }) => grantRole(ctx.by, input)),
  revokeRole: procedure
    .input(RevokeRole)
    .output(Receipt)
    .mutation(({ ctx, input }) => revokeRole(ctx.by, input)),
  signed: procedure
    .input(SignedBy)
    .output(pageOf(SignedByRow))
    .query(({ ctx, input }) => listSignedBy(ctx.by, input)),
  sessions: procedure
    .input(SessionsOf)
    .output(z.array(SessionRow))
    .query(({ ctx, input }) => listSessions(ctx.by, input)),
  endSession: procedure
    .input(EndSession)
    .output(Receipt)
    .mutation(({ ctx, input }) => endSession(ctx.by, input)),
  endSessions: procedure
    .input(SessionsOf)
    .output(Receipt)
    .mutation(({ ctx, input }) => endSessions(ctx.by, input)),
});
