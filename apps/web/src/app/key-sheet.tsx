import { Dialog, Table } from '../controls/index.ts';
import { useShortcuts } from './shortcut.ts';

const goTo = 'Go to a model, version, prediction';
const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

function Keys({ keys }: { keys: string }) {
  return keys.split(' ').map((key, index) => (
    <span key={key}>
      {index > 0 && ' '}
      <kbd>{key}</kbd>
    </span>
  ));
}

/** Which keys do what on this page. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const listed = useShortcuts().flatMap(({ keys, does }) => (does ? [{ keys, does }] : []));
  return (
    <Dialog
      title="Keys"
      caption="They act where nothing is being typed. Single keys are switched off in the settings."
      onClose={onClose}
    >
      <Table
        label="Keys"
        rows={[{ keys: isApple ? '⌘ K' : 'Ctrl K', does: goTo }, ...listed]}
        keyOf={({ keys }) => keys}
        columns={[
          { head: 'Key', cell: ({ keys }) => <Keys keys={keys} />, width: 96 },
          { head: 'Does', cell: ({ does }) => does, phone: true },
        ]}
      />
    </Dialog>
  );
}
