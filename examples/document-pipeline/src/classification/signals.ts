import type { DocumentClass } from './document-class.js'

/** How a signal is counted: hits per hundred words, or the share of the lines that match. */
type Measure = 'words' | 'lines'

type Signal = {
  readonly name: string
  /** The class a person would take it as a sign of; training starts from there. */
  readonly speaksFor: DocumentClass | undefined
  readonly measure: Measure
  readonly pattern: RegExp
  /** The count at which the signal is half of its greatest value, 1. */
  readonly half: number
}

const words = (
  name: string,
  speaksFor: Signal['speaksFor'],
  half: number,
  pattern: RegExp,
): Signal => ({
  name,
  speaksFor,
  measure: 'words',
  pattern,
  half,
})
const lines = (
  name: string,
  speaksFor: Signal['speaksFor'],
  half: number,
  pattern: RegExp,
): Signal => ({
  name,
  speaksFor,
  measure: 'lines',
  pattern,
  half,
})

/** What a person would look for to tell the classes apart; each is a number from 0 to 1. */
const SIGNALS: readonly Signal[] = [
  words(
    'grant of rights',
    'licence',
    0.2,
    /\b(?:hereby grant|permission is (?:hereby )?granted|grants? (?:you|to you|the user|licensee)|licensed (?:under|to you)|licen[sc]ee|licen[sc]or|subject to the (?:following|terms))/gi,
  ),
  words(
    'warranty and liability',
    'licence',
    0.2,
    /\b(?:warrant(?:y|ies)|liab(?:le|ility)|merchantability|fitness for a particular|as[ -]is\b|indemnif\w+|infring\w+)/gi,
  ),
  words('copyright line', 'licence', 0.2, /copyright|©|\(c\) ?(?:19|20)\d\d|all rights reserved/gi),
  words(
    'legal turns',
    'licence',
    0.3,
    /\b(?:herein|hereunder|thereof|hereto|redistribut\w+|sublicen\w+|derivative works?|notwithstanding|terminat(?:e|ion)|governing law|agreement|provided that)\b/gi,
  ),
  lines(
    'version on its own line',
    'changelog',
    0.04,
    /^\W*(?:version|release|released|v|ver\.?|what['’]s new in|changes (?:in|for|since)|[a-z][\w.+-]{1,30} \(?)? ?v?\d+\.\d+(?:\.\d+)*[\w.~+-]*(?!\w).{0,48}$/gim,
  ),
  lines(
    'date with a version',
    'changelog',
    0.02,
    /^(?=.{0,80}\d+\.\d+)(?=.{0,80}(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d{1,2} \w{3,9},? (?:19|20)\d\d|\w{3,9} \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)).{5,80}$/gim,
  ),
  words(
    'change verbs opening',
    'changelog',
    0.6,
    /(?:^|[\n:.;*•–—+-])\s*(?:\w+: ?)?(?:fix(?:ed|es)?|add(?:ed|s)?|remov(?:ed|es)|chang(?:ed|es)|updat(?:ed|es)|improv(?:ed|es|ements?)|deprecat(?:ed|es)|bump(?:ed|s)?|renam(?:ed|es)|refactor(?:ed)?|revert(?:ed|s)?|support(?:ed)? for|new|no longer|now|drop(?:ped)?|allow(?:ed)?)\b/gi,
  ),
  words(
    'change headings',
    'changelog',
    0.3,
    /\b(?:bug ?fixes|breaking changes?|new features?|enhancements|unreleased|changelog|change log|release notes|what['’]s new|patch changes|minor changes|backwards? incompatib\w+|this release|new in version|since (?:version|release))\b/gi,
  ),
  words(
    'tickets and revisions',
    'changelog',
    0.3,
    /(?:#\d+\b|\b(?:closes|fixes|bug|issue|pr|pull request|thanks to|cve)[ :-]{0,2}#?\d+|\b[0-9a-f]{7,10}\b(?=\)|\s*$))/gim,
  ),
  lines(
    'maintainer line',
    'changelog',
    0.01,
    /^ ?-- .+ <.+@.+>|^\d{4}-\d\d-\d\d {1,3}\S.+<.+@.+>|urgency=|^\t\* .+:/gim,
  ),
  words(
    'installing',
    'readme',
    0.25,
    /\b(?:npm (?:i|install)|yarn add|pnpm add|pip3? install|cargo (?:add|install)|gem install|go get|go install|brew install|apt(?:-get)? install|composer require|docker (?:pull|run)|make install|\.\/configure|git clone|install(?:ation|ing)?)\b/gi,
  ),
  words(
    'project introduction',
    'readme',
    0.2,
    /\b(?:is an? (?:[\w-]+[ ,]+){0,6}(?:library|framework|tool|toolkit|package|module|plugin|program|application|app|project|utility|client|server|wrapper|implementation|parser|engine|editor|game|extension|collection|dataset|script|command[- ]line)|features?:?$|why \w+\?|built with|powered by)/gim,
  ),
  words(
    'project housekeeping',
    'readme',
    0.25,
    /\b(?:badges?|build status|npm version|coverage|sponsors?|backers|contributors|contributing|pull requests?|code of conduct|roadmap|demo|screenshots?|license|stars?|discord|gitter|slack|mailing list|bug reports?|maintainers?)\b/gi,
  ),
  lines(
    'short licence section',
    'readme',
    0.01,
    /^\W*(?:licen[sc]e|licensing|credits|acknowledge?ments?|authors?|contributing|contribute|support|community|features|usage|quick ?start|requirements|prerequisites|getting started|development|building|documentation|examples?|installation|install)\W*$/gim,
  ),
  words('second person', 'guide', 1, /\b(?:you|your|you['’](?:ll|re|ve)|yourself)\b/gi),
  words(
    'let us',
    'guide',
    0.15,
    /\b(?:let['’]s|let us|we['’]ll|we will|we(?: can| need| have| now|['’]ve))\b/gi,
  ),
  words(
    'imperative opening',
    'guide',
    0.5,
    /(?:^|[.:!]\s+|\n\s*(?:\d+[.)]|[*•–-])?\s*)(?:create|open|run|click|select|choose|press|type|enter|use|make sure|ensure|start|stop|install|download|edit|copy|paste|save|check|go to|navigate|replace|set|configure|write|define|import|call|try|note that|remember|consider|follow|repeat|place|put|mix|stir|pour|cut|remove|turn|hold|wait|attach|connect|drag|find|look|read|visit|clone|build|test|verify|restart|launch|log in|sign in|fill|heat|bake|wash|rinse|measure|tighten|loosen|insert|apply|begin)\b/gi,
  ),
  words(
    'mostly instructions',
    'guide',
    4,
    /(?:^|[.!?:;]\s+|\n\s*(?:\d+[.)]|[*•–-])?\s*|\b(?:then|and|or|don['’]t|do not|never|always|please|first|next|now|finally|instead),? )(?:add|adjust|allow|apply|arrange|ask|attach|avoid|bake|be(?:gin)?|bend|blend|boil|bring|build|call|carry|change|check|choose|clean|clear|click|close|collect|compare|configure|connect|continue|cook|copy|count|cover|create|cut|decide|delete|describe|dig|divide|do|double-click|drag|drain|draw|drill|dry|edit|empty|enable|enter|explain|fasten|fill|find|finish|fix|fold|follow|get|give|glue|go|grab|hang|heat|hold|insert|install|join|keep|lay|leave|let|lift|list|load|lock|look|loosen|lower|make|mark|measure|melt|mix|mount|move|note|open|pack|paint|pay|peel|pick|place|plan|plug|point|pour|practise|prepare|press|pull|push|put|raise|read|record|release|remember|remove|repeat|replace|rest|rinse|roll|rub|run|save|say|screw|season|select|send|serve|set|sew|shake|shape|show|sign|simmer|slice|slide|soak|speak|spread|sprinkle|stand|start|stay|stick|stir|stop|store|strip|switch|take|talk|tap|tell|test|think|tick|tie|tighten|tilt|trim|try|tuck|turn|type|unfold|unplug|use|visit|wait|walk|wash|watch|water|wear|weigh|wipe|work|wrap|write)\b/gi,
  ),
  lines('numbered steps', 'guide', 0.08, /^\s*(?:step \d+|\d{1,2}[.)]\s+\S)/gim),
  words(
    'order of steps',
    'guide',
    0.3,
    /\b(?:first(?:ly)?|next|then|finally|once you|after (?:that|you)|before you|now (?:you|we|that)|in the next|at this point|as before|step(?:s| \d+)?|if all goes well|you should (?:now )?see)\b/gi,
  ),
  words(
    'teaching',
    'guide',
    0.15,
    /\b(?:tutorial|how[- ]to|this guide|in this (?:chapter|section|tutorial|guide|article|lesson|document)|you(?:['’]ll| will) (?:learn|need|see|be able)|learn(?:ing)?|getting started|walk(?:s|through)?|beginners?|prerequisites|troubleshoot\w*|migrat(?:e|ing|ion)|upgrad(?:e|ing)|best practices?|tips?|exercise|for example)\b/gi,
  ),
  lines(
    'manual page sections',
    'reference',
    0.01,
    /^\W*(?:name|synopsis|description|options|arguments|return values?|exit status|environment|files|see also|diagnostics|standards|conforming to|errors|attributes|parameters|returns|syntax|signature|properties|methods|events|default|type|grammar|constants|exceptions|bugs)\W*$/gim,
  ),
  words(
    'interface words',
    'reference',
    0.5,
    /\b(?:returns?|parameters?|params?|arguments?|options?|default(?:s)?(?: value| to)?|optional|required|type|boolean|string|integer|number|object|array|null|true|false|callback|function|method|property|attribute|constant|struct|enum|interface|class|field|value)\b/gi,
  ),
  words(
    'normative words',
    'reference',
    0.3,
    /\b(?:MUST(?: NOT)?|SHALL(?: NOT)?|SHOULD(?: NOT)?|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b/g,
  ),
  words(
    'specification words',
    'reference',
    0.2,
    /\b(?:specification|specifies|specified|conform\w*|octets?|syntax|grammar|abnf|protocol|header field|encoding|implementations?|is defined (?:as|by|in)|denotes?|valid values|allowed values|permitted|reserved|this (?:option|function|method|command|parameter|directive|property|attribute|field|page documents))\b/gi,
  ),
  words(
    'signatures',
    'reference',
    0.6,
    /\b\w+\([^)\n]{0,60}\)|->|=>|::|<\w+>|\[--?\w|\[[A-Za-z_]+\]|\b\w+\s*:\s*(?:string|number|boolean|int|integer|float|bool|object|array)\b/g,
  ),
  words(
    'flags and names',
    'reference',
    1.2,
    /(?:^|[\s,|[(])--?[a-z][\w-]*|\b[a-z]+[A-Z]\w*|\b\w+_\w+/gm,
  ),
  words(
    'past tense narration',
    'other',
    1,
    /\b(?:was|were|had|said|went|came|told|saw|knew|took|gave|thought|began|found|made|looked|asked|felt|stood|heard|became|reported|announced|agreed|discussed|decided|voted|approved)\b/gi,
  ),
  words(
    'third persons',
    'other',
    0.8,
    /\b(?:he|she|his|her|him|hers|they|their|them|mr|mrs|ms|dr|sir|madam)\b/gi,
  ),
  words('first person', 'other', 0.8, /\b(?:i|me|my|mine|i['’](?:m|ve|ll|d)|we|our|us)\b/gi),
  words(
    'letters and mail',
    'other',
    0.2,
    /\b(?:dear (?:\w+ ){0,3}\w+,|sincerely|regards|best wishes|yours (?:truly|faithfully|sincerely)|hi (?:all|everyone|team|\w+,)|thank you for|cheers,|subject:|from:|to:|cc:|sent:|date:|attn|p\.?s\.)/gi,
  ),
  words(
    'minutes and reports',
    'other',
    0.2,
    /\b(?:minutes|agenda|attendees|present:|absent|apologies|action items?|meeting|adjourned|motion|seconded|chair(?:man|person)?|quarter(?:ly)?|fiscal|invoice|total due|amount|payment|revenue|budget|committee|board)\b/gi,
  ),
  words(
    'research',
    'other',
    0.2,
    /\b(?:abstract|et al|hypothes[ei]s|participants|experiments?|results (?:show|suggest|indicate)|we (?:propose|present|show|find|study|investigate)|findings|methodology|statistically|significant(?:ly)?|dataset|figure \d|table \d|references)\b/gi,
  ),
  words(
    'opinion and news',
    'other',
    0.2,
    /\b(?:according to|spokes\w+|government|president|minister|police|company|officials?|yesterday|today|tomorrow|last (?:week|month|year)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|percent|million|billion|people|world|life|city|country)\b/gi,
  ),
  words('quoted speech', 'other', 0.3, /["“][^"”\n]{2,200}[,.!?]["”]/g),
  words('money', 'other', 0.2, /[$€£]\s?\d/g),
  lines(
    'separated values',
    'other',
    0.2,
    /^[^,;\t\n]*(?:,[^,\n]*){3,}$|^[^\t\n]*(?:\t[^\t\n]*){2,}$/gm,
  ),
  lines(
    'code lines',
    undefined,
    0.15,
    /[;{}]\s*$|^\s*(?:import|from|const|let|var|def|class|function|return|if|for|while|#include|package|public|private|fn|use|end)\b.*[(){};:=]|^\s*<\/?\w+[^>]*>|^\s*(?:\$|>>>|#) \S/gm,
  ),
  words(
    'numbered versions',
    'changelog',
    0.5,
    /\b(?:version|release|edition|revision|build|firmware|v)\.? ?\d+(?:\.\d+)*\b/gi,
  ),
  words(
    'months with a year',
    undefined,
    0.3,
    /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d\b/gi,
  ),
  lines(
    'term and meaning',
    'reference',
    0.3,
    /^\s*[^\s].{0,40}?(?:\s{2,}|\t| [—–-] |\s?\([a-z, ]{3,30}\):? )\S.*$/gm,
  ),
  lines('list items', undefined, 0.3, /^\s*(?:[*•·‣–-]|\+)\s+\S/gm),
  lines('short lines', undefined, 0.5, /^.{1,40}$/gm),
  lines('questions', undefined, 0.05, /\?\s*$/gm),
]

/** The signals in the order of their values. */
export const SIGNAL_HINTS: readonly {
  readonly name: string
  readonly speaksFor: DocumentClass | undefined
}[] = [...SIGNALS, { name: 'length', speaksFor: undefined }]

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The value of every signal for a text, each from 0 (absent) to 1. */
export function measureSignals(text: string): number[] {
  const wordCount = Math.max(countOf(text, /\S+/g), 1)
  const lineCount = Math.max(countOf(text, /\S[^\n]*/g), 1)
  const values = SIGNALS.map(({ measure, pattern, half }) => {
    const hits = countOf(text, pattern)
    const rate = measure === 'words' ? (100 * hits) / (wordCount + 20) : hits / (lineCount + 2)
    return rate / (rate + half)
  })
  return [...values, wordCount / (wordCount + 400)]
}
