import type { DocumentClass } from '../../src/classification/classify.js'

/** Written for these tests in the styles and subjects people really have; four of each class. */
export const documents: readonly { readonly class: DocumentClass; readonly text: string }[] = [
  {
    class: 'licence',
    text: `Harbour Maps Data Licence, version 1

You may copy, print and share the harbour charts in this archive, for money or for free, as long as you name the Harbour Office as their origin and keep this notice with every copy. You may not claim that the Office approves of what you made. The charts come without any promise that they are right or complete; whoever steers by them does so at their own risk, and the Office is not liable for any loss.`,
  },
  {
    class: 'licence',
    text: `END USER LICENSE AGREEMENT for QuillDesk

IMPORTANT: READ CAREFULLY. By installing QuillDesk you agree to be bound by this Agreement. If you do not agree, do not install the Software.
1. Grant. Brightpen Ltd grants you a personal, non-transferable, non-exclusive right to use one copy of the Software on one computer.
2. Restrictions. You shall not rent, lease, decompile or reverse engineer the Software.
3. Termination. This Agreement ends automatically if you breach it; you must then destroy all copies.
4. Limitation of liability. In no event shall Brightpen be liable for lost profits or indirect damages.
5. Governing law. This Agreement is governed by the laws of Scotland.`,
  },
  {
    class: 'licence',
    text: `SOUND LIBRARY TERMS OF USE
The licensee may synchronise the recordings with film, radio and theatre productions. The licensee may not resell the recordings as part of another sound library. This licence is perpetual and worldwide and may not be transferred. The licensor warrants that it owns the recordings and makes no other warranty, express or implied. Any dispute arising under these terms shall be settled by the courts of Denmark.`,
  },
  {
    class: 'licence',
    text: `Contributor Licence Agreement
By submitting a contribution You grant to the Foundation a perpetual, worldwide, royalty-free, irrevocable copyright licence to reproduce, prepare derivative works of, publicly display and distribute Your contributions. You represent that You are legally entitled to grant the above licence. You are not expected to provide support. Contributions are provided on an "as is" basis.`,
  },
  {
    class: 'changelog',
    text: `What's new in Gardener 3.2

Released on 4 May 2021.

The planting calendar now knows frost dates for the whole of Europe. Printing a bed plan no longer cuts off the right-hand column. The app starts twice as fast on older phones. Seeds can be sorted by supplier. We removed the old moon-phase view, which almost nobody used.`,
  },
  {
    class: 'changelog',
    text: `2.4.0 - 2023-11-02
Added
- Export of routes as GPX
- Dark map tiles
Fixed
- Crash when a waypoint had no name (#412)
Removed
- Support for Android 6

2.3.1 - 2023-08-19
Fixed
- Wrong altitude after a pause`,
  },
  {
    class: 'changelog',
    text: `2004-03-11  Henrik Falk  <henrik@example.org>

	* src/solver.c (pivot): Guard against zero rows.
	(back_substitute): New function.
	* tests/solver.sh: Add case for singular input.

2004-02-27  Ana Reis  <ana@example.org>

	* configure.ac: Bump version to 0.9.4.`,
  },
  {
    class: 'changelog',
    text: `brewlog (1.7-2) unstable; urgency=low

  * New maintainer.
  * Correct the path of the hop database (Closes: #518221).
  * Bump Standards-Version, no changes needed.

 -- Petra Nowak <petra@example.org>  Tue, 14 Jun 2016 21:03:11 +0200`,
  },
  {
    class: 'readme',
    text: `Tidewatch

Tidewatch is a small desktop program that shows high and low water for any harbour in the North Sea. It works offline and reads the free tables of the hydrographic office.

Features
- forecasts for 30 days
- prints a one-page table
- alarm before low water

Installation
Download the installer for Windows or macOS from the releases page, or build it with make.

Usage
Start the program and pick your harbour. tidewatch --harbour Esbjerg prints today's times.

Licence: MIT. Contributions are welcome.`,
  },
  {
    class: 'readme',
    text: `seedcat - a catalogue for seed savers

This repository contains the source of seedcat, the web application used by the Heirloom Seed Society to manage its collection. It is written in Ruby and needs PostgreSQL.

Quick start: bundle install, then bin/setup and bin/server. The documentation is in the wiki. Report bugs in the issue tracker. Maintained by volunteers since 2015.`,
  },
  {
    class: 'readme',
    text: `This is the README for libknot 0.3, a C library for knot diagrams. libknot can read and write Dowker codes, simplify diagrams and compute several polynomials. To build it type ./configure && make && make install. Example programs are in demo/. The library is free software, see the file COPYING. Home page: http://knot.example.net`,
  },
  {
    class: 'readme',
    text: `Meet Sprout. Sprout is an open source chat bot for schools that answers questions about timetables, menus and bus lines. Why Sprout? It keeps all data on the school's own server, speaks nine languages, and can be set up in an afternoon. See the demo, read the docs, join our chat. Sponsors: the Baltic Education Fund.`,
  },
  {
    class: 'guide',
    text: `How to bake a plain sourdough loaf

You need 500 g flour, 350 g water, 100 g active starter and 10 g salt.
1. Mix flour and water in a large bowl and let it rest for an hour.
2. Add the starter and the salt. Knead until the dough is smooth.
3. Fold the dough every half hour, three times.
4. Shape it, put it in a basket and leave it in the fridge overnight.
5. Heat the oven to 240 degrees. Bake for 20 minutes with the lid on, then 25 minutes without.
If the crust gets too dark, lower the heat.`,
  },
  {
    class: 'guide',
    text: `Setting up your first beehive

In this guide you will learn how to choose a place for the hive, how to assemble the frames and how to move a swarm in. Before you begin, make sure you have a veil, gloves and a smoker.

Choosing the place. Look for a spot with morning sun and shelter from wind. Don't put the entrance toward a path.
Next, assemble the frames. Slide the wax sheet into the groove and fix it with a hot wire. Now you are ready to bring the bees. Wait for a calm evening, open the box and shake the swarm gently into the hive. In the next chapter we'll look at feeding.`,
  },
  {
    class: 'guide',
    text: `Moving your shop from Kassa 4 to Kassa 5

Step 1. Make a backup of the data folder.
Step 2. Close Kassa 4 on all tills.
Step 3. Run the installer for Kassa 5 and choose "Keep my articles".
Step 4. Open Settings, then Printers, and select your receipt printer again.
Step 5. Print a test receipt. If the totals differ from yesterday's report, see Troubleshooting at the end of this page.`,
  },
  {
    class: 'guide',
    text: `Deploying the service with containers

Once the image is built you can push it to the registry:

docker push registry.example/app:1

Next create a file called compose.yml with the following content and replace the password with your own. Run docker compose up and open http://localhost:8080 in the browser. You should see the login page. To stop the service press Ctrl+C. Now that it works locally, let's put it behind a proxy.`,
  },
  {
    class: 'reference',
    text: `tidewatch(1)

NAME
tidewatch - print times of high and low water

SYNOPSIS
tidewatch [-d date] [--harbour name] [--format text|csv]

OPTIONS
-d date   Day to print. Defaults to today.
--harbour name   Name of the harbour as listed by tidewatch -l.
--format   Output format.

EXIT STATUS
0 on success, 2 if the harbour is unknown.

SEE ALSO
harbours(5)`,
  },
  {
    class: 'reference',
    text: `Class Ledger

Ledger(path: string, mode = "r")
Opens the ledger file at path. Raises FileNotFoundError if it does not exist.

add(entry: Entry) -> int
Appends an entry and returns its number.

balance(account: string, until: date = None) -> Decimal
Returns the balance of the account. If until is given, later entries are ignored.

close() -> None
Flushes and closes the file. Calling it twice has no effect.`,
  },
  {
    class: 'reference',
    text: `Configuration keys

server.port  (integer, default 8080)  The TCP port to listen on.
server.tls  (boolean, default false)  Enables TLS. Requires server.cert.
log.level  (string)  One of debug, info, warn, error.
cache.ttl  (duration, default 10m)  How long entries are kept. 0 disables the cache.
Unknown keys are rejected at start-up.`,
  },
  {
    class: 'reference',
    text: `The Beacon Wire Format, revision 2

1. Terminology. The key words MUST, SHOULD and MAY are to be read as in RFC 2119.
2. Frame layout. A frame consists of a two-octet length, a one-octet type and the payload. The length field is in network byte order and does not include itself. Type 0x01 denotes a position report. Receivers MUST ignore frames of unknown type.
3. Checksums. The last two octets of the payload carry a CRC-16.`,
  },
  {
    class: 'other',
    text: `The lighthouse keeper's daughter had never seen the city. On the morning the supply boat came she hid between the barrels, and nobody noticed until the island was a grey smudge behind them. "You'll be sent back," said the mate, but he gave her half his bread. She ate it slowly, watching the gulls.`,
  },
  {
    class: 'other',
    text: `Minutes of the parish council, 12 October

Present: Mrs Alder (chair), Mr Finch, Ms Okafor, Mr Lund. Apologies: Dr Petersen.
1. The minutes of the last meeting were approved.
2. Mr Finch reported that the footbridge will be closed for repair in November.
3. The council agreed to give £300 to the youth orchestra.
4. Any other business: none.
The meeting closed at 20.45.`,
  },
  {
    class: 'other',
    text: `Abstract. We examine whether hedgerow density affects the breeding success of yellowhammers in lowland farms. Over four seasons 312 nests were monitored at 28 sites. Success was higher where hedges exceeded 6 km per square kilometre (p < 0.01), and the effect persisted after controlling for crop type. Our results suggest that modest planting schemes could halt the decline.`,
  },
  {
    class: 'other',
    text: `Dear Mr Abernathy,

Thank you for your letter of 3 March. I am sorry to hear that the clock stopped again. Our repairer will be in your area next Thursday and would be glad to call on you in the afternoon. There will of course be no charge.

Yours sincerely,
M. Thorne`,
  },
]
