import { bytesWithoutKeptSecrets, Failure, keepingSecrets, keepSecret, withoutKeptSecrets } from '../../lib/core';

const SECRET = `s3cr3t/+"with' &<odd>\\marks = ü`;

async function blanked(text: string, ...secrets: string[]): Promise<string> {
	return await keepingSecrets(secrets, async () => withoutKeptSecrets(text));
}

const FORMS: Record<string, string> = {
	plain: SECRET,
	'escaped for a URL': encodeURIComponent(SECRET),
	'escaped for a URL in lower case': encodeURIComponent(SECRET).replace(/%../g, (escape) => escape.toLowerCase()),
	'in a form': new URLSearchParams({ a: SECRET }).toString().slice(2),
	'in JSON': JSON.stringify(SECRET).slice(1, -1),
	'in JSON with escaped slashes': JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/'),
	'in JSON within JSON': JSON.stringify(JSON.stringify(SECRET).slice(1, -1)).slice(1, -1),
	'in HTML': `s3cr3t/+&quot;with&#39; &amp;&lt;odd&gt;\\marks = ü`,
	'in Base64': Buffer.from(SECRET).toString('base64').replace(/=+$/, ''),
	'in Base64 for URLs': Buffer.from(SECRET).toString('base64url'),
};

test.each(Object.keys(FORMS))('a secret %s is blanked', async (form) => {
	const text = FORMS[form] ?? '';
	const left = await blanked(`<${text}> and (${text})`, SECRET);
	expect(left).not.toContain(text.slice(0, -2));
	expect(left).toMatch(/^<….{0,2}> and \(….{0,2}\)$/);
});

test.each(['n8n', 'a', 'ab', 'abc', ''])('a Basic header of client %j is blanked, whatever the length of the client', async (client) => {
	const header = Buffer.from(`${client}:secret-of-n8n`).toString('base64');
	const left = await blanked(`Authorization: Basic ${header}`, 'secret-of-n8n');
	for (let length = 8; length <= 'secret-of-n8n'.length; length++) {
		expect(Buffer.from(left.replace(/^.*Basic /, ''), 'base64').toString()).not.toContain('secret-of-n8n'.slice(0, length));
	}
});

test.each([
	['x', 'x is wrong (x), not "x", but exact', '… is wrong (…), not "…", but exact'],
	['abc', 'abc, abcd', '…, abcd'],
	['pass', 'pass, password', '…, …word'],
	['.*', 'is .* and ab', 'is … and ab'],
	['$&', 'is $& here', 'is … here'],
])('a short secret %j: %j becomes %j', async (secret, text, expected) => {
	expect(await blanked(text, secret)).toBe(expected);
});

test('one that is a word of our own texts is left: a blank in a sentence that everybody knows would tell it', async () => {
	expect(await blanked('The lock-box has no folder "x"', 'lock-box')).toBe('The lock-box has no folder "x"');
});

test('an empty one blanks nothing', async () => {
	expect(await blanked('a b', '', ' ')).toBe('a b');
});

test('a private key is blanked as a whole and line by line', async () => {
	const lines = ['b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ', 'QyNTUxOQAAACDKf0eXxEnVFpQ5HQzFvR3OqmkyJ0d8AAAAJj3Qz'];
	const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\r\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
	expect(await blanked(`bad key: ${key.trim()}`, key)).toBe('bad key: …');
	expect(await blanked(`cannot parse ${lines[1]}`, key)).toBe('cannot parse …');
	expect(await blanked('-----BEGIN OPENSSH PRIVATE KEY-----', key)).toBe('-----BEGIN OPENSSH PRIVATE KEY-----');
});

test('failures made meanwhile hold none, neither do errors of libraries that get out', async () => {
	const failure = await keepingSecrets(['hush-hush'], async () => new Failure('bad hush-hush', 'x', { hint: 'not hush-hush?' }));
	expect([failure.message, failure.hint, failure.text, failure.details.hint]).toEqual(['bad …', 'not …?', 'bad … not …?', 'not …?']);
	await expect(
		keepingSecrets(['hush-hush'], async () => {
			throw new TypeError('not hush-hush');
		}),
	).rejects.toThrow(new TypeError('not …'));
});

test('runs within each other add up, runs beside each other know nothing of each other, and nothing is kept afterwards', async () => {
	const both = async () => {
		keepSecret('second-secret');
		await new Promise((resolve) => setTimeout(resolve, 5));
		return withoutKeptSecrets('first-secret second-secret third-secret');
	};
	const [one, other] = await Promise.all([
		keepingSecrets(['first-secret'], async () => await keepingSecrets([], both)),
		keepingSecrets(['third-secret'], async () => await keepingSecrets([], both)),
	]);
	expect([one, other]).toEqual(['… … third-secret', 'first-secret … …']);
	expect(withoutKeptSecrets('first-secret')).toBe('first-secret');
});

test('in records only what cannot be an amount or a word by chance is blanked', async () => {
	const record = Buffer.from(JSON.stringify({ total: '100.00', note: 'a token-of-twenty-four-chars b' }));
	const clean = await keepingSecrets(['100', 'total', 'token-of-twenty-four-chars'], async () => bytesWithoutKeptSecrets(record));
	expect(JSON.parse(clean.toString())).toEqual({ total: '100.00', note: 'a … b' });
	expect(await keepingSecrets(['100', 'another-long-secret'], async () => bytesWithoutKeptSecrets(record))).toBe(record);
});
