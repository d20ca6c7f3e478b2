/**
 * How people say it who don't know a topic's name, by what they mean: everyday German, and a word or two of the languages
 * that are asked for most. A group belongs to every topic whose own words begin with one of `topic`.
 */
const groups: readonly { topic: readonly string[]; words: string }[] = [
  {
    topic: ['schuld', 'inkasso', 'insolvenz'],
    words:
      'schulden geld inkasso mahnung mahnbescheid rechnungen raten kredit konto gerichtsvollzieher vollstreckung pfänden pleite bank zahlen debt money loan borç para dług długi деньги долги борги ديون',
  },
  {
    topic: ['sucht', 'drogen', 'alkohol'],
    words:
      'sucht süchtig abhängig alkohol trinken trinkt saufen bier schnaps drogen kiffen cannabis gras kokain heroin tabletten pillen zocken spielen spielsucht glücksspiel wetten entzug rückfall nüchtern addiction drugs alcohol drinking gambling bağımlılık alkol uzależnienie зависимость алкоголь залежність إدمان',
  },
  {
    topic: ['schwanger', 'geburt'],
    words:
      'schwanger baby kind abtreibung abbruch pille verhütung ausbleiben periode test geburt hebamme pregnant pregnancy abortion hamile hamilelik ciąża беременна вагітна حامل',
  },
  {
    topic: ['familie', 'erziehung', 'eltern', 'partner', 'paar', 'trennung', 'ehe'],
    words:
      'streit trennung scheidung getrennt sorgerecht unterhalt umgang mann frau partner beziehung kind kinder baby pubertät trotz schreien mutter vater mama papa family divorce separation children aile boşanma rodzina rozwód семья развод сім’я عائلة',
  },
  {
    topic: ['jugend', 'kinder', 'schule'],
    words:
      'schule lehrer mobbing ausgrenzung noten eltern zuhause angst ritzen freunde liebeskummer einsam school bullying okul szkoła школа مدرسة',
  },
  {
    topic: ['suizid', 'krise', 'lebensmüde'],
    words:
      'leben sterben tot tod sinnlos verzweifelt hoffnung hoffnungslos ende suicide crisis intihar samobójstwo самоубийство انتحار',
  },
  {
    topic: ['gewalt', 'opfer'],
    words:
      'schlägt schlagen geschlagen bedroht drohung stalking vergewaltigt missbrauch angst frauenhaus violence abuse şiddet przemoc насилие насильство عنف',
  },
  {
    topic: ['sozial', 'wohn', 'behörd', 'allgemein'],
    words:
      'geld wohnung miete kündigung obdachlos räumung strom heizung amt jobcenter bürgergeld antrag bescheid rente arbeit arbeitslos wohngeld sozialhilfe job rent housing benefits kira iş mieszkanie жилье житло سكن',
  },
  {
    topic: ['migration', 'flucht', 'asyl', 'integration'],
    words:
      'aufenthalt visum pass duldung ausweisung abschiebung sprachkurs familiennachzug asylum visa refugee göç iltica azyl убежище притулок لجوء',
  },
  {
    topic: ['pflege', 'alter', 'senior', 'demenz', 'betreuung'],
    words:
      'pflege pflegegrad alt oma opa mutter vater demenz vergesslich heim vollmacht betreuung care dementia bakım opieka уход догляд رعاية',
  },
  {
    topic: ['trauer', 'hospiz', 'sterbe'],
    words:
      'trauer tod gestorben verlust verloren beerdigung krebs sterben abschied grief death loss yas żałoba горе حزن',
  },
  {
    topic: ['krank', 'psych', 'seel', 'depress', 'behinder', 'hiv', 'aids'],
    words:
      'angst panik depression traurig schlaf schlafen erschöpft burnout diagnose krank therapie behinderung depressed anxiety illness hastalık choroba болезнь хвороба مرض',
  },
];

/** Everyday words for a topic, from its title and description; empty where none are known. */
export function wordsForTopic(itsWords: string): string {
  const own = itsWords.toLowerCase().split(/[^\p{L}]+/u);
  return groups
    .filter(({ topic }) => topic.some((beginning) => own.some((word) => word.startsWith(beginning))))
    .map(({ words }) => words)
    .join(' ');
}

/**
 * What someone types who may not want to live any more or is being hurt: beginnings of words, or whole turns of phrase. Better
 * once too often than once too rarely: all that follows is two telephone numbers.
 */
export const crisisWords: readonly string[] = [
  'umbring',
  'selbstmord',
  'suizid',
  'selbsttötung',
  'sterben',
  'tot sein',
  'nicht mehr leben',
  'nicht mehr da sein',
  'nicht mehr aufwachen',
  'will nicht mehr',
  'kann nicht mehr',
  'leben nehmen',
  'lebensmüde',
  'erhäng',
  'überdosis',
  'pulsader',
  'ritze',
  'notfall',
  'suicid',
  'kill myself',
  'want to die',
  'end my life',
  'intihar',
  'ölmek',
  'samobój',
  'самоуб',
  'самогуб',
  'انتحار',
];
