import { AsyncLocalStorage } from 'node:async_hooks';
import { withoutEnd } from './text';

/** From this length on a secret is no word that stands in data by chance. */
const UNMISTAKABLE = 16;
/** Shorter ones are blanked only where they stand alone. */
const SHORT = 4;
const BLANK = '…';
/** Words of our own texts, which are known to everybody: a blank in their place would tell a secret that is one of them. */
const OWN_WORDS = new Set([
	...['coupa', 'credential', 'folder', 'incoming', 'invoice', 'invoices', 'lock-box', 'package', 'processing', 'scan-one', 'server'],
	...['supplier', 'suppliers'],
]);

/** Of one run: each secret it uses, with the pattern that finds it. */
type Secrets = Map<string, RegExp>;

const secretsInUse = new AsyncLocalStorage<Secrets>();

/**
 * Runs something that works with secrets (a client secret, a password, a private key). Until it ends, `withoutKeptSecrets` blanks them
 * in every text, and so does each Failure that is made meanwhile: whatever an answer repeats, it does not leave the node. Runs within
 * each other add up; runs beside each other know nothing of each other's secrets.
 */
export async function keepingSecrets<Result>(secrets: string[], run: () => Promise<Result>): Promise<Result> {
	const inUse: Secrets = new Map(secretsInUse.getStore());
	return await secretsInUse.run(inUse, async () => {
		for (const secret of secrets) keepSecret(secret);
		try {
			return await run();
		} catch (error) {
			// Our own failures are made without secrets; a library's error may repeat what it was given.
			const message = error instanceof Error ? withoutKeptSecrets(error.message) : '';
			if (error instanceof Error && message !== error.message) error.message = message;
			throw error;
		}
	});
}

/** Adds a secret to those of the current run; does nothing where there is none. */
export function keepSecret(secret: string): void {
	const inUse = secretsInUse.getStore();
	if (inUse === undefined) return;
	// A key file's lines may be repeated one by one.
	const lines = secret
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line.length >= UNMISTAKABLE && !line.startsWith('-----'));
	for (const part of new Set([secret.trim(), ...lines])) {
		if (part !== '' && !OWN_WORDS.has(part.toLowerCase()) && !inUse.has(part)) inUse.set(part, patternOf(part));
	}
}

/** The text with every secret of the current run blanked: as it is, escaped for URLs, JSON and HTML, and in Base64 (a Basic header). */
export function withoutKeptSecrets(text: string): string {
	let blanked = text;
	for (const pattern of secretsInUse.getStore()?.values() ?? []) blanked = blanked.replace(pattern, BLANK);
	return blanked;
}

/**
 * The same for the bytes of records: only secrets long enough that none of them is an amount or a word by chance. The same buffer
 * where there is nothing to blank.
 */
export function bytesWithoutKeptSecrets(bytes: Buffer): Buffer {
	const patterns = [...(secretsInUse.getStore() ?? [])].filter(([secret]) => secret.length >= UNMISTAKABLE).map(([, pattern]) => pattern);
	if (patterns.length === 0) return bytes;
	const text = bytes.toString('utf8');
	const blanked = patterns.reduce((rest, pattern) => rest.replace(pattern, BLANK), text);
	return blanked === text ? bytes : Buffer.from(blanked);
}

function patternOf(secret: string): RegExp {
	const forms = secret.length < SHORT ? [`(?<![\\p{L}\\p{N}])${quoted(secret)}(?![\\p{L}\\p{N}])`] : formsOf(secret).map(quoted);
	return new RegExp(forms.join('|'), 'gu');
}

/** Every way a secret may stand in an answer, longest first. */
function formsOf(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	const form = new URLSearchParams({ '': secret }).toString().slice(1);
	const json = JSON.stringify(secret).slice(1, -1);
	const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
	const forms = [
		secret,
		...[encoded, form].flatMap((text) => [text, text.replace(/%../g, (escape) => escape.toLowerCase())]),
		...[json, json.replaceAll('/', '\\/'), JSON.stringify(json).slice(1, -1)],
		...['&#39;', '&#x27;', '&apos;'].map((apostrophe) => html.replaceAll("'", apostrophe)),
		...base64Forms(secret),
	];
	return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/**
 * What Base64 makes of a secret wherever in a longer text it begins (`client:secret` of a Basic header): at each of the three offsets the
 * characters that its neighbours have no part in.
 */
function base64Forms(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((offset) => {
		const text = withoutEnd(Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64'), '=');
		const first = Math.ceil((offset * 8) / 6);
		const last = Math.floor(((offset + bytes.length) * 8) / 6);
		const own = text.slice(first, last);
		return own.length < SHORT ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
	});
}

function quoted(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
