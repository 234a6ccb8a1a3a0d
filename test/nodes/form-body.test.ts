import { buffer } from 'node:stream/consumers';
import busboy from 'busboy';
import { formBody } from '../../nodes/Coupa/formBody';

interface Received {
	name: string;
	content: string | Buffer;
	fileName?: string;
	mimeType?: string;
}

/** The parts as a server reads them. */
async function received({ content, contentType }: ReturnType<typeof formBody>): Promise<Received[]> {
	const parts: Received[] = [];
	const files: Array<Promise<void>> = [];
	const server = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' });
	server.on('field', (name, value) => parts.push({ name, content: value }));
	server.on('file', (name, stream, { filename, mimeType }) => {
		files.push(buffer(stream).then((bytes) => void parts.push({ name, content: bytes, fileName: filename, mimeType })));
	});
	await new Promise((resolve, reject) => {
		server.once('close', resolve).once('error', reject).end(content);
	});
	await Promise.all(files);
	return parts;
}

describe('a form body', () => {
	test('arrives as it was meant: fields, and files byte by byte', async () => {
		const bytes = Buffer.from([0, 255, 13, 10, 45, 45]);
		const body = formBody([
			{ name: 'attachment[type]', content: 'größer' },
			{ name: 'file', content: bytes, fileName: 'Lieferschein Ü.pdf', mimeType: 'application/pdf' },
			{ name: 'note', content: 'ü', fileName: 'note.txt' },
		]);
		expect(await received(body)).toEqual([
			{ name: 'attachment[type]', content: 'größer' },
			{ name: 'file', content: bytes, fileName: 'Lieferschein Ü.pdf', mimeType: 'application/pdf' },
			{ name: 'note', content: Buffer.from('ü'), fileName: 'note.txt', mimeType: 'application/octet-stream' },
		]);
	});

	test('a file name cannot end its header', () => {
		const { content } = formBody([{ name: 'file', content: 'x', fileName: 'a"\r\nX-Evil: 1.pdf' }]);
		expect(content.toString()).toContain('filename="a%22%0D%0AX-Evil: 1.pdf"\r\nContent-Type');
	});

	test('holds a file once more, not four times', () => {
		const content = Buffer.alloc(32 * 1024 * 1024);
		const before = process.memoryUsage().arrayBuffers;
		const body = formBody([{ name: 'file', content, fileName: 'a.pdf' }]);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.1 * content.length);
		expect(body.content.length).toBeGreaterThan(content.length);
	});
});
