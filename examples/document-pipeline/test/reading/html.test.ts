import { describe, expect, it } from 'vitest'
import { expectRefusal, readString } from './reading-of.js'

describe('reading HTML', () => {
  it('takes the title, headings, links and paragraphs', async () => {
    const page = await readString(
      `<!doctype html><title> A  page </title><body>
       <h1>Top</h1><p>First   paragraph,
       wrapped.<p>Second &amp; last &mdash; caf&eacute;.
       <h2>Below<a href="#below">¶</a></h2><a href="/a.html">one</a> <a href='b.html#x'>two</a>
       <a href="/a.html">again</a> <a href="javascript:alert(1)">three</a>`,
      'page.html',
    )
    expect(page.format).toBe('html')
    expect(page.title).toBe('A page')
    expect(page.headings).toEqual([
      { level: 1, text: 'Top' },
      { level: 2, text: 'Below' },
    ])
    expect(page.links).toEqual(['/a.html', 'b.html#x'])
    expect(page.anchors[1]).toEqual({ target: 'b.html#x', text: 'two' })
    expect(page.text).toBe(
      'Top\n\nFirst paragraph, wrapped.\n\nSecond & last — café.\n\nBelow\n\none two again three',
    )
  })

  it('leaves out what is not shown, and runs nothing', async () => {
    const page = await readString(
      `<body><script>document.write('secret')</script><style>p{}</style><template>draft</template>
       <noscript>enable it</noscript><svg><title>drawing</title><text>label</text></svg>
       <p hidden>hidden</p><p style="color:red; display: none">gone <b>too</b></p><p>Seen.</p>`,
      'page.html',
    )
    expect(page.text).toBe('Seen.')
    expect(page.title).toBe('Seen.')
  })

  it('keeps lists, tables, code and definitions as text, and counts them', async () => {
    const page = await readString(
      `<ul><li>bread<li>milk<ol><li>fresh<li>cold</ol></ul>
       <table><tr><th>Name<th>Age<tr><td>Ann<td>41</table>
       <pre><code>if (a) {\n    b()\n}</code></pre>
       <dl><dt>Lane</dt><dd>A queue with limits.</dd></dl><p>Call <code>run()</code> once.</p>`,
      'page.html',
    )
    expect(page.text).toBe(
      '- bread\n- milk\n  1. fresh\n  2. cold\n\nName | Age\nAnn | 41\n\n' +
        'if (a) {\n    b()\n}\n\nLane\nA queue with limits.\n\nCall run() once.',
    )
    expect(page.codeBlocks).toBe(1)
    expect(page.structure).toMatchObject({
      lists: 2,
      listItems: 4,
      tables: 1,
      tableRows: 2,
      definitions: 1,
      inlineCode: 1,
      codeCharacters: 18,
    })
  })

  it('reads a table that only arranges the page as paragraphs', async () => {
    const page = await readString(
      '<table><tr><td><h2>Menu</h2><p>Soup</p></td><td><p>Long</p><p>story</p></td></tr></table>',
      'page.html',
    )
    expect(page.text).toBe('Menu\n\nSoup\n\nLong\n\nstory')
    expect(page.structure.tables).toBe(0)
  })

  it('puts up with malformed mark-up', async () => {
    const page = await readString(
      '<p>One <b>two <i>three</b> four</p></div></p><td>cell<p>five &unknown; <a href=x>six',
      'page.html',
    )
    expect(page.text.split(/\s+/).join(' ')).toBe('One two three four cell five &unknown; six')
    expect(page.links).toEqual(['x'])
  })

  it('reads all text of tags nested sixty thousand deep', async () => {
    const page = await readString(`${'<div><b>word '.repeat(30_000)}`, 'deep.html')
    expect(page.words).toBe(30_000)
  })

  it('refuses a page on which nothing is to be seen', async () => {
    const page = Buffer.from(
      '<!doctype html><title>App</title><div id=app></div><script>x</script>',
    )
    await expectRefusal(page, 'app.html', 'NO_TEXT')
  })
})
