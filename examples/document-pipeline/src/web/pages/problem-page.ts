import { html } from '@remix-run/html-template'
import type { WebProblem } from '../problem.js'
import { layout } from './layout.js'

/** A problem as a page. */
export function problemPage({ title, message }: WebProblem): string {
  return layout({
    title,
    main: html`<div class="empty">
<h1>${title}</h1>
<p>${message}</p>
<p><a href="/">To the newest documents</a></p>
</div>`,
  })
}
