import { isFailure, throwIfLost } from '../../sftp';
import { TEST_CONTENT } from './place';
import { blocks, limits, ok, type Question } from './question';

const WHOLE = { area: 'Files', needsFiles: true } as const;
/** More than one piece of 30 kB; with every byte value and both kinds of line ends in it. */
const mixedBytes = () =>
	Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index % 97 === 0 ? 10 : index % 89 === 0 ? 13 : index % 256)));
const PART = { offset: 45_000, length: 5_000 };

/** Whether what was written comes back as it was, also in parts. */
export const bytes: Question = {
	...WHOLE,
	id: 'files.bytes',
	asked: 'Does what was written come back byte for byte, also when only a part is read?',
	otherwise: 'blocks',
	async ask(place) {
		const path = await place.pathFor('bytes.tmp');
		const written = mixedBytes();
		await place.made(path, written);
		const size = written.length;
		const whole = await place.port.read(path, { maxBytes: 2 * size, size });
		const part = await place.port.peek(path, async (readAt) => await readAt(PART.offset, PART.length));
		if (!whole.equals(written))
			return blocks(
				`${size} bytes were written, and other bytes come back.`,
				'Ask the admin of the server to transfer files as they are, without changing line ends or characters: packages are ZIP files.',
			);
		return part.equals(written.subarray(PART.offset, PART.offset + PART.length))
			? ok(`${size} bytes came back as they were written, as a whole and in part.`)
			: blocks(
					'A part that was read from the middle of a file has other bytes than the file has there.',
					'Whether a package has arrived whole is seen from its end: ask the admin of the server for reads at any offset.',
				);
	},
};

/** Whether a file that is there can be written anew, as leases are. */
export const overwriting: Question = {
	...WHOLE,
	id: 'files.overwrite',
	asked: 'Can a file that is there be overwritten, as leases are when they are renewed?',
	otherwise: 'blocks',
	async ask(place) {
		const path = await place.pathFor('overwritten.tmp');
		const shorter = TEST_CONTENT.subarray(0, 20);
		await place.made(path);
		try {
			await place.bare.write(path, shorter, 'w');
		} catch (error) {
			throwIfLost(error);
			return limits(
				error instanceof Error ? error.message : String(error),
				'A lease is then deleted and made anew when it is renewed: for a moment the claim stands without one, and only the time in its name counts. Keep the reclaim time longer than any run takes.',
				{
					setting: 'Scan One → Invoice → Get Many → Options → Reclaim After (Minutes)',
					choose: 'longer than the timeout of the workflow',
				},
			);
		}
		const now = await place.port.read(path, { maxBytes: 1_000, size: shorter.length }).catch((error: unknown) => {
			throwIfLost(error);
			return null;
		});
		return now?.equals(shorter)
			? ok('It holds the new content and nothing of the old.')
			: blocks(
					'The server says that it has overwritten the file, but the new content is not what is there.',
					'Ask the admin of the server: leases could not be renewed.',
				);
	},
};

/** What creating a file only where there is none does. */
export const exclusive: Question = {
	...WHOLE,
	id: 'files.exclusive',
	asked: 'Can a file be made only where there is none of that name (exclusive create)?',
	otherwise: 'limits',
	async ask(place) {
		const path = await place.pathFor('exclusive.tmp');
		place.traces.files.add(path);
		const follows =
			'Nothing relies on it: claims, leases and uploads have names that nobody else chooses. Only the binding of a new lock-box goes by it, and that is looked at again afterwards.';
		try {
			await place.bare.write(path, TEST_CONTENT, 'wx');
		} catch (error) {
			throwIfLost(error);
			return limits('The server does not create exclusively at all.', follows);
		}
		try {
			await place.bare.write(path, TEST_CONTENT.subarray(0, 10), 'wx');
		} catch (error) {
			throwIfLost(error);
			return ok('A second file of the same name is refused.');
		}
		return limits('The server overwrites a file that is there, although it was asked not to.', follows);
	},
};

/** What a rename onto a name that is taken does. */
export const renameOver: Question = {
	...WHOLE,
	id: 'files.renameOver',
	asked: 'What does a rename onto a name that is taken do?',
	otherwise: 'blocks',
	async ask(place) {
		const { bare } = place;
		const [from, to] = [await place.pathFor('from.tmp'), await place.pathFor('to.tmp')];
		const content = TEST_CONTENT.subarray(0, 30);
		await place.made(from, content);
		await place.made(to);
		try {
			await bare.rename(from, to);
		} catch (error) {
			throwIfLost(error);
			const [source, target] = [await sizeOf(from), await sizeOf(to)];
			if (source === null || target === null)
				return blocks(
					`It is refused, but afterwards ${source === null ? 'the file that was to be moved' : 'the one that had the name'} is gone.`,
					'Packages could be lost. Ask the admin of the server: a refused rename has to change nothing.',
				);
			const posix = await bare.posixRename(from, to).then(
				() => 'is offered and replaces the file',
				(refusal: unknown) => {
					throwIfLost(refusal);
					return isFailure(refusal, 'permission') ? 'is refused' : 'is not offered; nothing needs it';
				},
			);
			return ok(`It is refused, and both files stay. posix-rename@openssh.com ${posix}.`);
		}
		return limits(
			'The server replaces the file that has the name.',
			'Claims are safe: each has a name of its own. Uploads look first whether the name is taken, but one that comes in that very moment is replaced: let no other system write files of the same names into our folders.',
		);

		/** Whether it is there, in bytes. */
		async function sizeOf(path: string): Promise<number | null> {
			const shown = await bare.stat(path);
			return shown === null ? null : (shown.size ?? 0);
		}
	},
};

/** Packages that are looked into, claimed or settled at the same time; see PACKAGES_AT_ONCE. */
const AT_ONCE = 20;

/** How many files may be open at the same time. */
export const handles: Question = {
	...WHOLE,
	id: 'files.handles',
	asked: `Can ${AT_ONCE} files be open at the same time?`,
	otherwise: 'limits',
	async ask(place) {
		const path = await place.pathFor('handles.tmp');
		await place.made(path);
		const opened = await place.bare.openedAtOnce(path, AT_ONCE);
		if (opened === AT_ONCE) return ok(`${AT_ONCE} were open at the same time.`);
		return limits(
			`Only ${opened} could be open at the same time.`,
			`Up to ${AT_ONCE} packages are claimed and settled at the same time. What is refused for that reason is left for the next run, so a backlog takes longer. Ask the admin of the server for ${AT_ONCE} open files per connection, or take fewer packages in one run.`,
			{ setting: 'Scan One → Invoice → Get Many → Options → Packages per Run', choose: String(Math.max(1, opened)) },
		);
	},
};
