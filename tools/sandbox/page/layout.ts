import { html, type Html, type Shown } from './html';
import type { N8nPlace } from './types';

const MENU = [
	['/', 'Start'],
	['/suppliers', 'Suppliers'],
	['/orders', 'Purchase orders'],
	['/outgoing', 'Sent to Scan One'],
] as const;

/** A whole page. */
export function layout({ title, path, closed, body }: { title: string; path: string; closed: string | null; body: Html }): string {
	const page = html`<html lang="en">
		<head>
			<meta charset="utf-8" />
			<meta name="viewport" content="width=device-width, initial-scale=1" />
			<title>${title} · Sandbox</title>
			<link rel="icon" href="data:," />
			<link rel="stylesheet" href="/style.css" />
			<script src="/live.js" defer></script>
		</head>
		<body>
			<a class="skip" href="#main">To the content</a>
			<header>
				<p class="brand">Sandbox: Coupa and a lock-box</p>
				<nav aria-label="Pages">
					<ul>
						${MENU.map(([to, name]) => html`<li><a href="${to}" ${to === path && html`aria-current="page"`}>${name}</a></li>`)}
					</ul>
				</nav>
			</header>
			<main id="main" tabindex="-1">
				<div id="closed" data-live>
					${closed !== null && html`<p class="notice warn" data-key="closed" data-say="${closed}">${closed}</p>`}
				</div>
				${body}
			</main>
			<p id="news" class="unseen" role="status" aria-live="polite"></p>
		</body>
	</html>`;
	return `<!doctype html>\n${page.text}`;
}

/** The first page: the ways in, where things are, and where n8n is. */
export function home({ packages, invoices, n8n, pace, isClosed }: HomeParts): Html {
	return html`
		<h1>Send an invoice, and watch it arrive</h1>
		<p class="lead">
			Everything here is invented and runs on this machine. What you send travels as Scan One sends it: packed, into the lock-box.
		</p>
		<h2>Three ways in</h2>
		<ul class="ways">
			<li><a href="/send/scan">Scan upload</a>A PDF or an image of your own, with what capture reads from it.</li>
			<li><a href="/send/fax">Fax</a>A coarse page in black and white that has come in.</li>
			<li><a href="/send/entry">Online entry</a>A supplier types the invoice in.</li>
		</ul>
		${pace !== undefined && html`<p class="hint">${pace}</p>`}
		<div class="beside">
			<section aria-labelledby="lock-box">
				<h2 id="lock-box">In the lock-box</h2>
				<div id="packages" data-live>${packages}</div>
				${!isClosed && html`<form method="post" action="/sample"><button class="second">Deliver the sample: 3 packages, 25 invoices</button></form>`}
			</section>
			<section aria-labelledby="in-coupa">
				<h2 id="in-coupa">In Coupa</h2>
				<div id="invoices" data-live>${invoices}</div>
			</section>
		</div>
		<h2>n8n</h2>
		${
			n8n
				? html`<p>
						n8n, which imports and syncs, is at <a href="${n8n.url}">${n8n.url}</a>. Sign in as <code>${n8n.email}</code> with the password
						<code>${n8n.password}</code>; it opens nothing but this sandbox.
					</p>`
				: html`<p>No n8n works for this sandbox now: what you send stays in Incoming.</p>`
		}
	`;
}

interface HomeParts {
	packages: Html;
	invoices: Html;
	n8n: N8nPlace | null;
	pace: string | undefined;
	isClosed: boolean;
}

/** A page that says why there is none. */
export function sorry(title: string, text: Shown): Html {
	return html`<h1>${title}</h1>
		<p>${text}</p>
		<p><a href="/">To the start</a></p>`;
}
