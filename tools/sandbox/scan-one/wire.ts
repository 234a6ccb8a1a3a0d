import type { SFTPWrapper } from 'ssh2';

export const POSIX_RENAME = 'posix-rename@openssh.com';

const SSH_FXP_VERSION = 2;
const SFTP_VERSION = 3;

/** The part of ssh2's SFTP channel that its types leave out. */
interface ChannelInternals {
	_protocol: { channelData(channel: number, payload: Buffer): void };
	outgoing: { window: number };
}

/**
 * Names protocol extensions in the server's VERSION answer. ssh2's server side always announces none, and clients only
 * use an extension that was announced; so the first packet that leaves the channel, the VERSION answer, is replaced.
 */
export function announceExtensions(sftp: SFTPWrapper, extensions: Array<[name: string, data: string]>): void {
	const channel = sftp as unknown as ChannelInternals;
	const protocol = channel._protocol;
	const answer = versionPacket(extensions);
	channel._protocol = Object.create(protocol, {
		channelData: {
			value: (id: number, payload: Buffer) => {
				channel._protocol = protocol;
				channel.outgoing.window -= answer.length - payload.length;
				protocol.channelData(id, answer);
			},
		},
	}) as ChannelInternals['_protocol'];
}

function versionPacket(extensions: Array<[name: string, data: string]>): Buffer {
	const body = Buffer.concat([Buffer.from([SSH_FXP_VERSION]), uint32(SFTP_VERSION), ...extensions.flat().map(wireString)]);
	return Buffer.concat([uint32(body.length), body]);
}

/** The strings of an extended request's data (`uint32 length`, bytes, …), as UTF-8; throws RangeError where it is cut short. */
export function readStrings(data: Buffer): string[] {
	const strings: string[] = [];
	for (let at = 0; at < data.length;) {
		const end = at + 4 + data.readUInt32BE(at);
		if (end > data.length) throw new RangeError('The extended request ends within a string');
		strings.push(data.toString('utf8', at + 4, end));
		at = end;
	}
	return strings;
}

function wireString(text: string): Buffer {
	const bytes = Buffer.from(text, 'utf8');
	return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}
