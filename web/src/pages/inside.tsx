import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { wireFinder } from '../seeking-help/find-centres.ts';
import { wireTopicSearch } from '../seeking-help/find-topic.ts';
import { Unreached } from '../seeking-help/unreached.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { useOnline } from '../ui/use-online.ts';
import type { PageData } from './page-data.ts';
import { finderDataOf, PublicPage } from './public-pages.tsx';

/** `undefined` while it is fetched, null when nothing answers. */
type Known = PageData | null | undefined;

/** The public pages inside the app: someone who looks for another centre keeps their sign-in and their text. */
export function Inside(): ReactElement {
  const { frame, topics, place } = useSeeker();
  const root = useRef<HTMLDivElement>(null);
  const isOnline = useOnline();
  const [topicPage, setTopicPage] = useState<Known>();
  const code = /^\/a\/(\w+)$/.exec(place.path)?.[1];
  const topic = topics.find((one) => one.code === code);
  const common = useMemo(() => ({ organisation: frame.organisation, topics }), [frame.organisation, topics]);
  const page = place.path === '/h' ? 'help' : 'home';
  const still = useMemo((): PageData => ({ ...common, page }), [common, page]);
  const data: Known = topic ? topicPage : still;
  const shown = data && place.path;
  useArrival(shown);

  // Synchronises with the server: areas are public and fetched whole; addresses unknown here are the server's to answer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it reads comes with the path; a network that is back asks once more
  useEffect(() => {
    if (code && !topic) location.assign(place.path);
    if (!topic) return;
    let isWanted = true;
    const take = (known: Known): void => void (isWanted && setTopicPage(known));
    fetch(`/api/topics/${topic.topic}/areas`)
      .then((answer) => answer.json())
      .then(
        (areas) => take({ ...common, page: 'topic', topic, areas }),
        () => take(null),
      );
    return () => {
      isWanted = false;
      setTopicPage(undefined);
    };
  }, [place.path, topicPage === null && isOnline]);

  // Synchronises with the page's HTML: the same script that makes it work when the server sends it.
  useEffect(() => {
    if (!shown || !data || !root.current) return;
    wireTopicSearch(root.current);
    const finder = finderDataOf(data);
    if (finder) wireFinder(root.current, finder);
    if (place.hash) document.getElementById(place.hash.slice(1))?.scrollIntoView();
  }, [shown, data, place.hash]);

  if (data === null) return <Unreached frame={frame} />;
  return <div ref={root}>{data && <PublicPage key={place.path} data={data} />}</div>;
}
