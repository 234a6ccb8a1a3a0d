import { knownTypeOf } from '../../lib/core';
import { pdf } from '../package/packages';

test('a PDF with up to 1,024 bytes before its header is one', async () => {
	const document = await pdf('A-1');
	const behind = (bytes: number): Buffer => Buffer.concat([Buffer.alloc(bytes, 'HTTP header\r\n'), document]);
	expect(await Promise.all([0, 1, 500, 1024].map(async (bytes) => await knownTypeOf(behind(bytes))))).toEqual(
		Array(4).fill('application/pdf'),
	);
	expect(await knownTypeOf(behind(1025))).toBeNull();
	expect(await knownTypeOf(Buffer.from('A PDF begins with %PDF-1.7.'))).toBeNull();
});
