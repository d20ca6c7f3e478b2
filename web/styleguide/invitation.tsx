import type { ChosenPhrase } from '../src/account/choose-phrase.tsx';
import { KeepCode } from '../src/account/keep-code.tsx';
import {
  AwaitedCentre,
  CodeForm,
  DoorShut,
  type Invited,
  NamesForm,
} from '../src/counselling/invitation.tsx';
import { StaffShell } from '../src/counselling/staff-shell.tsx';
import { numbers, paperCode, staff, still } from './people.ts';
import type { Screens } from './screen.ts';

const invited: Invited = {
  kind: 'colleague',
  organisation: 'Lindenwerk',
  centre: 'Freiburg-Altstadt',
  until: 'Mittwoch, 21. Oktober',
};

const phrase: ChosenPhrase = {
  words: ['kessel', 'lampe', 'birke', 'morgen', 'tinte', 'segel', 'wiese'],
  isOwn: false,
  password: null,
  error: undefined,
  onOwn: still,
  onOther: still,
  read: () => Promise.resolve(null),
};

/** The way in for staff. */
export const invitation: Screens = {
  invitation: {
    isStaff: true,
    show: () => (
      <NamesForm
        invited={invited}
        name={null}
        signInName={null}
        errors={{}}
        phrase={phrase}
        isBusy={false}
        onNext={still}
        onHaveAccount={still}
      />
    ),
  },
  'invitation-own': {
    isStaff: true,
    show: () => (
      <NamesForm
        invited={{ ...invited, kind: 'lead' }}
        name={null}
        signInName={null}
        errors={{ signInName: 'Diesen Anmeldenamen gibt es schon. Wählen Sie einen anderen.' }}
        phrase={{ ...phrase, isOwn: true, error: 'Nehmen Sie mindestens 12 Zeichen.' }}
        isBusy={false}
        onNext={still}
        onHaveAccount={still}
      />
    ),
  },
  'invitation-code': {
    isStaff: true,
    show: () => (
      <CodeForm
        invited={invited}
        isBusy={false}
        error={undefined}
        onBack={still}
        onJoin={still}
        code={
          <KeepCode
            writtenCode={paperCode.join('-')}
            organisation="Lindenwerk"
            name="clara"
            probe={{ current: null }}
            error={undefined}
          />
        }
      />
    ),
  },
  'invitation-waiting': {
    isStaff: true,
    show: () => (
      <StaffShell staff={staff} here="none" onSignOut={still}>
        <h1 className="away">Fast geschafft</h1>
        <AwaitedCentre centre="Freiburg-Altstadt" numbers={[numbers.join(' ')]} />
      </StaffShell>
    ),
  },
  ...Object.fromEntries(
    (['gone', 'incomplete', 'false-centre', 'failed'] as const).map((why) => [
      `invitation-${why}`,
      {
        isStaff: true,
        show: () => (
          <DoorShut organisation="Lindenwerk" why={why} words="Keine Verbindung." onAgain={still} />
        ),
      },
    ]),
  ),
};
