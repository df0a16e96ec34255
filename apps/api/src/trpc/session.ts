import {
  AcceptLink,
  Me,
  OpenedLink,
  OpenLink,
  PasskeyChallenge,
  Receipt,
  Refusal,
  SetUp,
  SignIn,
  SignInWithPasskey,
  Welcome,
} from '@countersign/contracts';
import {
  acceptLink,
  type Context,
  checkPasskey,
  checkPassword,
  countInbox,
  noteEmergency,
  openLink,
  readMe,
  readWelcome,
  setUpInstallation,
  startPasskeySignIn,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { openProcedure, router, type TrpcContext } from './procedure.ts';

async function me(ctx: Context): Promise<Me> {
  const known = await readMe(ctx);
  return { ...known, waiting: await countInbox(ctx, known.head) };
}

const signedIn = (ctx: TrpcContext): Context => {
  const actor = ctx.visit.actor();
  if (!actor) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  return { ...ctx.house, actor };
};

export const sessionRouter = router({
  welcome: openProcedure.output(Welcome).query(({ ctx }) => readWelcome(ctx.house)),

  me: openProcedure
    .output(z.nullable(Me))
    .query(({ ctx }) => (ctx.actor ? me({ ...ctx.house, actor: ctx.actor }) : null)),

  signIn: openProcedure
    .input(SignIn)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt(input.email);
      const person = await checkPassword(ctx.house, input);
      succeeded();
      await noteEmergency(ctx.house, person);
      await ctx.visit.signIn(person);
      return me(signedIn(ctx));
    }),

  startPasskey: openProcedure.output(PasskeyChallenge).mutation(({ ctx }) => {
    // Refused while too many attempts of this address failed.
    ctx.visit.countAttempt()();
    return startPasskeySignIn(ctx.house);
  }),

  signInWithPasskey: openProcedure
    .input(SignInWithPasskey)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const person = await checkPasskey(ctx.house, input);
      succeeded();
      await ctx.visit.signIn(person);
      return me(signedIn(ctx));
    }),

  signOut: openProcedure.output(z.object({})).mutation(async ({ ctx }) => {
    await ctx.visit.signOut();
    return {};
  }),

  /** A change by its method, so that the secret travels in a body and no page may be made to ask from elsewhere. */
  openLink: openProcedure
    .input(OpenLink)
    .output(OpenedLink)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const opened = await openLink(ctx.house, input);
      succeeded();
      return opened;
    }),

  acceptLink: openProcedure
    .input(AcceptLink)
    .output(Receipt)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const receipt = await acceptLink(ctx.house, input);
      succeeded();
      return receipt;
    }),

  setUp: openProcedure
    .input(SetUp)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt(input.email);
      const person = await setUpInstallation(ctx.house, input);
      succeeded();
      await ctx.visit.signIn(person);
      return me(signedIn(ctx));
    }),
});
