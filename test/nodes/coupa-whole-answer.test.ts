import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { OutOfTimeError, type StreamedResponse, wholeAnswer } from '../../nodes/Coupa/wholeAnswer';

let server: Server;

async function asked(listener: RequestListener): Promise<() => Promise<StreamedResponse>> {
	server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return async () => {
		const response = await new Promise<IncomingMessage>((resolve, reject) => get({ port }, resolve).on('error', reject));
		return { statusCode: response.statusCode ?? 0, headers: response.headers, body: response };
	};
}

afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const LIMITS = { milliseconds: 5_000, bytes: 1_000_000 };

test('comes whole', async () => {
	const ask = await asked((_request, response) => response.end(Buffer.alloc(300_000, 'x')));
	const { statusCode, body } = await wholeAnswer(ask, LIMITS);
	expect([statusCode, body?.length]).toEqual([200, 300_000]);
});

test('comes in one piece as well, within its limit, and may be empty', async () => {
	const bodyOf = async (body: StreamedResponse['body']) =>
		(await wholeAnswer(async () => await Promise.resolve({ statusCode: 200, headers: {}, body }), LIMITS)).body;
	expect(await bodyOf(Buffer.from('{}'))).toEqual(Buffer.from('{}'));
	expect(await bodyOf(new ArrayBuffer(3))).toEqual(Buffer.alloc(3));
	expect(await bodyOf(undefined)).toEqual(Buffer.alloc(0));
	expect(await bodyOf(Buffer.alloc(LIMITS.bytes + 1))).toBeNull();
});

test('one that never ends is not kept in memory', async () => {
	const ask = await asked((_request, response) => {
		const more = () => {
			if (response.destroyed) return;
			response.write(Buffer.alloc(100_000, 'x'));
			setImmediate(more);
		};
		more();
	});
	expect((await wholeAnswer(ask, LIMITS)).body).toBeNull();
});

test('one that trickles is given up when its time is over', async () => {
	const ask = await asked((_request, response) => {
		const timer = setInterval(() => response.write('x'), 20);
		response.on('close', () => {
			clearInterval(timer);
		});
	});
	await expect(wholeAnswer(ask, { ...LIMITS, milliseconds: 200 })).rejects.toThrow(new OutOfTimeError('no complete answer within 0 s'));
});

test('so is one that does not begin, and what comes later is dropped', async () => {
	const ask = await asked((_request, response) => response.end('late'));
	const late: StreamedResponse[] = [];
	const asking = async () => {
		await pause(200);
		const response = await ask();
		late.push(response);
		return response;
	};
	await expect(wholeAnswer(asking, { ...LIMITS, milliseconds: 50 })).rejects.toThrow(OutOfTimeError);
	await pause(400);
	expect(late.map(({ body }) => body !== undefined && 'destroyed' in body && body.destroyed)).toEqual([true]);
});

test('one that is cut off is an error', async () => {
	const ask = await asked((_request, response) => {
		response.writeHead(200, { 'content-length': '100' });
		response.write('half');
		setTimeout(() => response.destroy(), 20);
	});
	await expect(wholeAnswer(ask, LIMITS)).rejects.toThrow('aborted');
});
