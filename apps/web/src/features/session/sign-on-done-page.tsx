import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import '../../app/door.css';

const route = getRouteApi('/sign-on-done');

/** Where the identity provider sends the small window back: it tells the page that waits, and goes. */
export function SignOnDonePage() {
  const { problem } = route.useSearch();
  useEffect(() => {
    const channel = new BroadcastChannel('countersign-sign-on');
    channel.postMessage(problem ?? '');
    channel.close();
    if (!problem) window.close();
  }, [problem]);
  return (
    <main className="door" id="content">
      <title>Signing · Countersign</title>
      <h1>{problem ? 'Not confirmed' : 'Confirmed'}</h1>
      <p>{problem ?? 'You can close this window: the page where you sign goes on by itself.'}</p>
    </main>
  );
}
