import { useEffect, useMemo, useRef } from 'react';
import type { Attachments } from './notebook-document.ts';
import { markdownNodes, typesetIn } from './notebook-markdown.ts';

/** Nodes that were made safe, put into the page as they are: they are never written out and read again. */
export function Nodes({ make, className }: { make: () => DocumentFragment; className: string }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = holder.current;
    if (!place) return;
    place.replaceChildren(make());
    // What is wider than the page scrolls in its place, which a keyboard must then be able to reach.
    const reach = () => {
      const isCut = place.scrollWidth > place.clientWidth || place.scrollHeight > place.clientHeight;
      if (isCut) place.tabIndex = 0;
      else place.removeAttribute('tabindex');
    };
    void typesetIn(place).then(reach);
    // The window itself changes what fits; so do pictures and fonts that come later, and the place stays as large as it was.
    const observer = new ResizeObserver(reach);
    observer.observe(place);
    place.addEventListener('load', reach, true);
    document.fonts?.addEventListener('loadingdone', reach);
    return () => {
      observer.disconnect();
      place.removeEventListener('load', reach, true);
      document.fonts?.removeEventListener('loadingdone', reach);
    };
  }, [make]);
  return <div ref={holder} className={className} />;
}

export function NotebookMarkdown({ source, attachments }: { source: string; attachments?: Attachments }) {
  const make = useMemo(() => () => markdownNodes(source, attachments), [source, attachments]);
  return <Nodes className="prose" make={make} />;
}
