import { type ReactElement, type ReactNode, useState } from 'react';
import { Banner } from '../src/ui/banner.tsx';
import { Bubble, DayMark, EventLine, NewMark } from '../src/ui/bubble.tsx';
import { Button, IconButton, LinkButton } from '../src/ui/button.tsx';
import { Avatar, Card, Chip, Fact, Facts } from '../src/ui/card.tsx';
import { Choice } from '../src/ui/choice.tsx';
import { CodeBlock, QrCode, Words } from '../src/ui/code.tsx';
import { Dialog } from '../src/ui/dialog.tsx';
import { EmptyState } from '../src/ui/empty-state.tsx';
import { ExitControl } from '../src/ui/exit-control.tsx';
import { Field, PasswordField, Select, TextArea } from '../src/ui/field.tsx';
import { HelpStrip } from '../src/ui/help-strip.tsx';
import { IconTile } from '../src/ui/icon.tsx';
import * as icons from '../src/ui/icons.ts';
import { Bars, List, ListRow } from '../src/ui/list.tsx';
import { ClockFace, Ring } from '../src/ui/promise.tsx';
import { Sheet } from '../src/ui/sheet.tsx';
import { Path, Steps } from '../src/ui/steps.tsx';
import { Tabs } from '../src/ui/tabs.tsx';
import { UndoBar } from '../src/ui/undo-bar.tsx';
import styles from './components.module.css';
import { frame, numbers, paperCode, still } from './people.ts';

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className={styles.part} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.row}>{children}</div>
    </section>
  );
}

const tones = ['accent', 'honey', 'danger', 'quiet'] as const;

/** Every component in every state, on one page. */
export function Components(): ReactElement {
  const [tab, setTab] = useState('one');
  const [isOpen, setOpen] = useState(false);
  return (
    <main className={styles.page}>
      <h1>Bausteine</h1>
      <Part title="Schrift">
        <div className={styles.stack}>
          <p className={styles.display}>Ein Mensch antwortet</p>
          <p className={styles.h1}>Zwei Stellen für Sie</p>
          <p className={styles.h2}>Worum geht es?</p>
          <p className={styles.h3}>Antwort spätestens Donnerstag</p>
          <p className={styles.lead}>Kostenlos und ohne Ihren Namen.</p>
          <p>Ich weiß nicht, wo ich anfangen soll. Größe, Äußerung, „Straße“ – GROẞE …</p>
          <p className={styles.note}>Arbeitet Montag bis Donnerstag, 9 bis 16 Uhr</p>
        </div>
      </Part>
      <Part title="Knöpfe">
        <Button>Weiter</Button>
        <Button kind="second">Andere Zeit</Button>
        <Button kind="quiet">Abbrechen</Button>
        <Button kind="danger">Löschen</Button>
        <Button busy>Wird abgeschickt …</Button>
        <Button iconAfter={icons.arrowRight}>Weiter</Button>
        <Button kind="second" size="row" icon={icons.usersRound}>
          Wer liest mit?
        </Button>
        <LinkButton kind="second" href="#main">
          Zu meiner Beratung
        </LinkButton>
        <IconButton label="Senden" kind="main" path={icons.sendHorizontal} directional />
        <IconButton label="Schließen" path={icons.x} />
      </Part>
      <Part title="Leiste">
        <ExitControl leaveTo={frame.leaveTo} />
      </Part>
      <HelpStrip numbers={frame.help} />
      <Part title="Felder">
        <div className={styles.fields}>
          <Field
            label="Ihre Postleitzahl"
            hint="Die Zahl bleibt auf Ihrem Gerät."
            icon={icons.mapPin}
            defaultValue="79098"
          />
          <Field label="Ihr Name hier" error="Tragen Sie Ihren Namen hier ein." />
          <PasswordField label="Ihr Satz oder Passwort" defaultValue="kessel lampe" />
          <Field label="Zur Probe: die letzten vier Zeichen" code narrow defaultValue="6BG" />
          <Select label="Thema" name="topic" options={[{ value: 'a', label: 'Schulden' }]} />
          <TextArea label="Grund" defaultValue="Weil ich drei Wochen nicht da bin." />
          <Choice
            type="radio"
            name="r"
            framed
            defaultChecked
            label="Ja, mit Zustimmung"
            note="Zuerst wird gefragt."
          />
          <Choice type="radio" name="r" framed label="Nein, ohne Zustimmung" />
          <Choice
            type="checkbox"
            name="c"
            defaultChecked
            label="Das ist mein eigenes Gerät."
            note="Sonst vergisst der Browser alles."
          />
          <Choice type="checkbox" name="d" label="Ich bin einverstanden." error="Bitte stimmen Sie zu." />
        </div>
      </Part>
      <Part title="Blatt">
        <Sheet
          label="Ihre Nachricht"
          placeholder="Schreiben Sie, wie es kommt."
          state="In diesem Tab gesichert, 21:47"
          className={styles.sheet}
        />
      </Part>
      <Part title="Nachrichten">
        <div className={styles.thread}>
          <DayMark>Mittwoch, 14. Oktober</DayMark>
          <EventLine icon={icons.keyRound}>Miriam Keller hat die Beratung angenommen.</EventLine>
          <Bubble author="Miriam Keller" time="10:12" at="2026-10-14T08:12:00Z">
            Haben Sie die Mahnung noch da?
          </Bubble>
          <NewMark>Neu</NewMark>
          <Bubble
            author="Sie"
            own
            time="10:41"
            at="2026-10-14T08:41:00Z"
            delivery={{ kind: 'read', words: 'gelesen' }}
          >
            Ja, hier liegt sie.
          </Bubble>
          <Bubble
            author="Sie"
            own
            time="10:42"
            at="2026-10-14T08:42:00Z"
            delivery={{ kind: 'waiting', words: 'Geht ab, sobald Sie Netz haben' }}
          >
            Und noch ein sehr langes Wort:
            Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft
          </Bubble>
          <Bubble
            author="Sie"
            own
            time="10:43"
            at="2026-10-14T08:43:00Z"
            note="Wurde geschrieben, ohne die Nachrichten darüber zu kennen."
            delivery={{ kind: 'failed', words: 'noch nicht gesendet' }}
            actions={
              <Button kind="second" size="row">
                Noch einmal senden
              </Button>
            }
          >
            Danke.
          </Bubble>
          <Bubble author="weite-wiese-7342" time="10:44" at="2026-10-14T08:44:00Z" lang="ar">
            مرحبا، أكتب من أجل أمي.
          </Bubble>
        </div>
      </Part>
      <Banner kind="offline" title="Keine Verbindung.">
        Was Sie schreiben, bleibt hier und geht von selbst ab.
      </Banner>
      <Banner kind="waiting" title="Noch keine Antwort.">
        Ihnen fällt noch etwas ein? Schreiben Sie weiter.
      </Banner>
      <Banner kind="danger" title="Bitte schreiben Sie noch nichts.">
        Der Schlüssel der Beratungsstelle ist ein anderer als gestern.
      </Banner>
      <Banner kind="good" title="Gut gesichert.">
        Zwei Menschen und ein Papiercode.
      </Banner>
      <Part title="Karten und Marken">
        <Card aria-label="Karte" className={styles.card}>
          <Facts>
            <Fact icon={icons.lockKeyhole} tone="accent">
              Unter Schweigepflicht
            </Fact>
            <Fact icon={icons.badgeCheck} tone="good">
              Sicherheitsnummer verglichen
            </Fact>
          </Facts>
        </Card>
        <Chip tone="accent" icon={icons.check}>
          Zuständig für 79098
        </Chip>
        <Chip>Hilft mit</Chip>
        <Chip tone="honey">bald</Chip>
        <Chip tone="good">zugesagt</Chip>
        <Chip tone="danger">Gefahr</Chip>
        <Avatar name="Miriam Keller" />
        <Avatar name="David Okafor" tone="honey" large />
        {tones.map((tone) => (
          <IconTile key={tone} path={icons.leaf} tone={tone} large />
        ))}
      </Part>
      <Part title="Versprechen">
        <Ring remaining={0.7} isSoon={false} /> noch 5 Std.
        <Ring remaining={0.08} isSoon /> noch 25 Min.
        <Ring remaining={0} isSoon /> seit 12 Min.
        <ClockFace hour={16} minute={0} size={56} /> bis 16 Uhr
        <ClockFace hour={9} minute={30} /> bis 9:30 Uhr
      </Part>
      <Part title="Codes">
        <CodeBlock groups={paperCode} />
        <CodeBlock groups={numbers} columns={3} />
        <QrCode text={paperCode.join('-')} label="Notfall-Code als Bild" />
        <div className={styles.words}>
          <Words words={['kessel', 'lampe', 'birke', 'morgen', 'tinte', 'segel', 'wiese']} />
        </div>
      </Part>
      <Part title="Wege">
        <Steps at={2} of={3} label="Schritt 2 von 3" />
        <Path
          stations={[
            {
              icon: icons.lockKeyhole,
              tone: 'good',
              title: 'Angekommen und versiegelt',
              note: 'Dienstag, 21:52 Uhr',
            },
            { icon: icons.eye, tone: 'accent', title: 'Eine Fachkraft liest', note: 'Freiburg-Altstadt' },
          ]}
        />
      </Part>
      <Part title="Listen">
        <div className={styles.list}>
          <Tabs
            name="example"
            label="Listen"
            selected={tab}
            onSelect={setTab}
            tabs={[
              { id: 'one', label: 'Jetzt' },
              { id: 'two', label: 'Wartend', count: 4 },
            ]}
          />
          <div id="example-panel" role="tabpanel" aria-labelledby={`example-${tab}`}>
            <List title="Noch nicht angenommen">
              <ListRow
                lead={<Ring remaining={0.08} isSoon />}
                title="gruener-fuchs-1190"
                time="noch 25 Min."
                isDue
                lines={['Schulden', 'Am Freitag kommt der Gerichtsvollzieher und ich habe']}
                onOpen={still}
              />
              <ListRow
                lead={<Avatar name="blauer-otter" />}
                title="blauer-otter-4821"
                time="15:02"
                lines={['Montag passt.']}
                unread={{ count: 1, words: 'eine neue Nachricht' }}
                isSelected
                onOpen={still}
              />
            </List>
            <Bars rows={2} label="Wird geladen" />
          </div>
        </div>
      </Part>
      <Part title="Leer">
        <EmptyState
          icon={icons.leaf}
          title="Jede Anfrage ist angenommen"
          action={<Button kind="second">Zur Liste</Button>}
        >
          <p>Was neu kommt, steht hier.</p>
        </EmptyState>
      </Part>
      <Part title="Zurücknehmen und Fenster">
        <UndoBar
          words="Angenommen. Bis zu Ihrer ersten Antwort können Sie es zurückgeben."
          undo="Zurückgeben"
          onUndo={still}
          onGone={still}
        />
        <Button kind="second" onClick={() => setOpen(true)}>
          Fenster öffnen
        </Button>
        <Dialog
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          title="David hat schon angenommen"
          unchanged="Ihr begonnener Text ist gesichert."
          actions={<Button onClick={() => setOpen(false)}>Zur Liste</Button>}
        >
          <p>gruener-fuchs-1190 ist bei David Okafor, seit 15:21 Uhr.</p>
        </Dialog>
      </Part>
    </main>
  );
}
