import { TextArea, TextField } from '../../controls/index.ts';

/** What people say of a consumer, as they type it. */
export interface Draft {
  readonly name: string;
  readonly purpose: string;
  /** Addresses, by spaces, commas or lines. */
  readonly contacts: string;
  readonly volume: string;
  readonly serviceLevels: string;
  readonly whenBlocked: string;
}

const contactsOf = ({ contacts }: Draft): string[] => contacts.split(/[\s,;]+/).filter((one) => one !== '');
const volumeOf = ({ volume }: Draft): number | null => (volume.trim() === '' ? null : Number(volume));

export const isDraft = (draft: Draft): boolean =>
  draft.name.trim() !== '' &&
  draft.purpose.trim() !== '' &&
  (volumeOf(draft) === null || Number.isInteger(volumeOf(draft)));

/** The draft as the portal takes it. */
export const detailsOf = (draft: Draft) => ({
  name: draft.name.trim(),
  purpose: draft.purpose.trim(),
  contacts: contactsOf(draft),
  volumePerDay: volumeOf(draft),
  serviceLevels: draft.serviceLevels.trim() || null,
  whenBlocked: draft.whenBlocked.trim() || null,
});

export function ConsumerFields({ draft, set }: { draft: Draft; set: (next: Draft) => void }) {
  const field = (name: keyof Draft) => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => set({ ...draft, [name]: target.value }),
  });
  return (
    <>
      <TextField label="What people call it" required maxLength={100} autoComplete="off" {...field('name')} />
      <TextArea
        label="What it uses predictions for"
        required
        maxLength={2_000}
        rows={3}
        {...field('purpose')}
      />
      <TextField
        label="Contacts"
        hint="Mail addresses that are told of recalls and deprecations, beside whoever answers for it."
        autoComplete="off"
        maxLength={2_600}
        {...field('contacts')}
      />
      <TextField
        label="Predictions a day"
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        {...field('volume')}
      />
      <TextField label="Service levels" maxLength={1_000} autoComplete="off" {...field('serviceLevels')} />
      <TextArea
        label="What it does when a version answers no more"
        maxLength={1_000}
        rows={2}
        {...field('whenBlocked')}
      />
    </>
  );
}
