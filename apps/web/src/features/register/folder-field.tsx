import { useEffect, useId, useRef } from 'react';

/** A native folder chooser. `webkitdirectory` is in every browser and in no type, so it is set by hand. */
export function FolderField({ off, onChoose }: { off: boolean; onChoose: (files: FileList) => void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.setAttribute('webkitdirectory', ''), []);
  return (
    <div className="field">
      <label htmlFor={id}>Folder of the version</label>
      <input
        ref={input}
        id={id}
        type="file"
        multiple
        disabled={off}
        className="folder-input"
        onChange={(event) => {
          if (event.target.files && event.target.files.length > 0) onChoose(event.target.files);
        }}
      />
    </div>
  );
}
