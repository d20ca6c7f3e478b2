/** Says to this browser's other tabs that the session is a new one, and hears it from them. Nothing but that is said. */
export function otherTabs(onNewSession: () => void): () => void {
  const channel = new BroadcastChannel('session');
  channel.addEventListener('message', onNewSession);
  return () => channel.postMessage(null);
}
