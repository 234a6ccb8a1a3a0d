import { Marked, type Tokens } from 'marked';

import { anchor } from './operations-document';

/** Where n8n serves a file of the package: below this path it hands out pictures (.svg, .png) and nothing else. */
const SERVED = '/icons/n8n-nodes-coupa-scan-one';
/** From the root of the package. */
export const HELP_FILE = 'dist/help/readme.svg';

/** Sections of no use to somebody who has the nodes in front of them. */
const LEFT_OUT = ['Try it', 'Install it in your n8n', 'Develop'];

const STYLE = `body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem;color:#1f2328;background:#fff}
h1,h2{line-height:1.25;border-bottom:1px solid #d0d7de;padding-bottom:.3em}code{font-size:.88em;background:#eff2f5;padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
pre{background:#f6f8fa;padding:1em;overflow:auto;border-radius:6px}pre code{background:none;padding:0}img{max-width:100%;height:auto}
.table{overflow-x:auto}table{border-collapse:collapse}th,td{border:1px solid #d0d7de;padding:.35em .7em;text-align:left;vertical-align:top}a{color:#0969da}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}code{background:#2a313c}pre{background:#161b22}h1,h2,th,td{border-color:#3d444d}a{color:#4493f8}}`;

/**
 * The README as a page that n8n itself serves, so that nodes and credentials link to something that is there without the internet. It is XHTML in
 * a file named .svg: browsers go by what the elements are, and n8n serves no other kind of text. No scripts, nothing loaded from elsewhere.
 *
 * @param readme Markdown. Links to files become their names, because those are not served.
 */
export function helpPage(readme: string, version: string): string {
	const sections = readme.split(/^(?=## )/m).filter((section) => !LEFT_OUT.includes(/^## (.+)/.exec(section)?.[1] ?? ''));
	const body = new Marked({ renderer: xhtml }).parse(sections.join(''), { async: false });
	return `<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Coupa and Scan One: help</title><meta name="viewport" content="width=device-width"/><style>${STYLE}</style></head>
<body><p>Version ${version}. From the README of the installed package. Names such as ${inCode('docs/import.md')} are files in its folder on the n8n host, usually ${inCode('~/.n8n/nodes/node_modules/n8n-nodes-coupa-scan-one')}.</p>
${body}</body></html>
`;
}

const xhtml = {
	html: () => '',
	br: () => '<br/>',
	hr: () => '<hr/>',
	heading(this: Rendering, { tokens, depth, text }: Tokens.Heading) {
		return `<h${depth} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
	},
	link(this: Rendering, { href, tokens }: Tokens.Link) {
		const words = this.parser.parseInline(tokens);
		if (/^(#|https:)/.test(href)) return `<a href="${escaped(href)}">${words}</a>`;
		const file = inCode(href.replace(/#.*/, ''));
		return words.includes('<code>') ? file : `${words} (${file})`;
	},
	image: ({ href, text }: Tokens.Image) =>
		href.endsWith('.svg') ? `<img src="${SERVED}/${escaped(href)}" alt="${escaped(text)}"/>` : `<em>${escaped(text)}</em>`,
};

interface Rendering {
	parser: { parseInline: (tokens: Tokens.Generic[]) => string };
}

function inCode(text: string): string {
	return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
