/** Words that stand in many titles and so name no document by themselves. */
const commonWords = new Set(
  `a about access an and api apis app application applications architecture array author authors backlog base basic
  basics benchmark benchmarks bsd bug bugs build building builds button by change changelog changes class classes cli client
  code codes collection command commands common compiled complete conduct config configuration configure content contents
  contract contribute contributing contributor contributors copying copyright core credits custom data database date
  default definition definitions demo dependencies deploy deployment description design details developer developers
  development dist doc docs document documentation documents download draft edition element environment error errors event
  events example examples extra faq feature features file files fixture fixtures for format free from function functions
  general generic getting global gpl guide guidelines guides handbook hello help history home how i in index info
  information input install installation installing instructions int interface internal internals international introduction
  is isc issue issues it item items known lgpl legal lib libraries library licence licences license licensed licenses
  licensing list log logs main major manual map markdown meeting memo method methods migrate migrating migration minor
  misc mit model models module modules my name new news node notes notice notices npm null number object objects of
  official on open option options or other output overview package packages page parser part patch path pattern patterns
  performance plan plugin plugins policy preface privacy process product project projects promise promises proposal
  protocol public quick quickstart react readme reference references release released releases report request requests
  required requirements resource resources response results roadmap root rule rules sample samples schema script scripts
  section security self server service services set settings setup simple site software source sources spec specification
  src standard start started static status string stream structure style summary support supported system table target
  template templates terms test testing tests text the third party thirdparty this to todo tool tools troubleshooting tutorial
  tutorials type types typings unlicense unreleased untitled update updated updates upgrade upgrading usage use user users using
  util utility utils v value values vendor version versions view warning warranty web website welcome what wiki with work world
  writing x you your zlib apache mozilla gnu eclipse boost creative commons cc clause revised simplified berkeley
  january february march april may june july august september october november december
  lizenz anleitung handbuch inhalt übersicht einleitung dokumentation liesmich änderungen bericht
  der die das und von für mit im le la les de du des et en el los un una une`.split(/\s+/),
)

/** Numbers, single letters and words of many titles. Expects lower case. */
export function isCommonWord(word: string): boolean {
  return /^v?\d+$/.test(word) || word.length === 1 || commonWords.has(word)
}
