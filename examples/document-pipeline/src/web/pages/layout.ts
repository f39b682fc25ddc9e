import { html, type SafeHtml } from '@remix-run/html-template'
import { longestQuery } from '../parameters.js'

export interface PageFields {
  readonly title: string
  /** What stands in the search field. */
  readonly query?: string
  /** The class that a search from this page stays in. */
  readonly class?: string | undefined
  readonly main: SafeHtml
}

/** A whole page around its main part: search on top, a link to the jobs. */
export function layout(page: PageFields): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} – Nightshift documents</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site">
<div class="bar">
<a class="name" href="/">Nightshift <span>documents</span></a>
${searchForm(page)}
<nav aria-label="Site"><a href="/jobs/">Live jobs</a></nav>
</div>
</header>
<main id="main" tabindex="-1">
${page.main}
</main>
</body>
</html>
`)
}

function searchForm({ query = '', class: only }: PageFields): SafeHtml {
  return html`<form class="search" role="search" action="/" method="get">
<label for="q" class="unseen">Search the documents</label>
<input id="q" name="q" type="search" value="${query}" maxlength="${longestQuery}" placeholder="Search the documents" autocomplete="off">
${only === undefined ? undefined : html`<input type="hidden" name="class" value="${only}">`}
<button type="submit">Search</button>
</form>`
}
