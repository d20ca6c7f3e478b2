import '../styles/tokens.css';
import '../styles/base.css';
import type { ReactElement } from 'react';
import { CentrePage } from '../seeking-help/centre-page.tsx';
import { Centres } from '../seeking-help/centres.tsx';
import type { FinderData } from '../seeking-help/find-centres.ts';
import { Help } from '../seeking-help/help.tsx';
import { Home } from '../seeking-help/home.tsx';
import { Nowhere } from '../seeking-help/nowhere.tsx';
import { useTexts } from '../text/texts.tsx';
import { frameOf } from './frame-of.ts';
import type { PageData } from './page-data.ts';

const addressOf = (centre: { street: string; postcode: string; city: string }): string =>
  [centre.street, `${centre.postcode} ${centre.city}`.trim()].filter(Boolean).join(', ');

/** A page that needs no script to be read; null data: no organisation answers at this host. */
export function PublicPage({ data }: { data: PageData | null }): ReactElement {
  const t = useTexts('finding');
  const frame = frameOf(data?.organisation ?? '');
  if (data?.page === 'home') return <Home frame={frame} data={data} />;
  if (data?.page === 'help') return <Help frame={frame} />;
  if (data?.page === 'centre')
    return (
      <CentrePage
        frame={frame}
        centre={{ ...data.centre, address: addressOf(data.centre) }}
        topics={data.topics}
        counsellor={data.counsellor}
      />
    );
  if (data?.page !== 'topic') return <Nowhere frame={frame} />;
  const { topic, areas } = data;
  const centres = areas.centres.map((centre) => ({ ...centre, address: addressOf(centre) }));
  const promise = t.withinHours({ hours: topic.promiseHours });
  return (
    <Centres frame={frame} topic={{ title: topic.short, description: topic.description, promise, centres }} />
  );
}

/** What the finder's script gets of a topic's page. */
export function finderDataOf(data: PageData | null): FinderData | undefined {
  if (data?.page !== 'topic') return undefined;
  const centres = data.areas.centres.map(({ centre, name, phone, areas, calendar, ...place }) => ({
    centre,
    name,
    phone,
    areas,
    calendar,
    address: addressOf(place),
  }));
  return {
    topic: data.topic.topic,
    promiseHours: data.topic.promiseHours,
    list: { fallback: data.areas.fallback, centres },
  };
}
