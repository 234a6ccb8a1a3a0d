import type { INode } from 'n8n-workflow';

import type { StockedFile } from '../../lib/lock-box';
import { ItemParameters } from '../../nodes/common/parameters';
import { periodOf, periodProperties } from '../../nodes/ScanOne/resources/invoice/delivered/period';
import { chosenFiles, oldestArchived } from '../../nodes/ScanOne/resources/invoice/delivered/stock';

const NOW = Date.parse('2026-06-02T06:00:00Z');

function period(values: Record<string, unknown>, zone: string, now = NOW): string[] {
	const context = {
		getNode: () => ({ name: 'Scan One' }) as INode,
		getNodeParameter: (name: string, _: number, preset?: unknown) => values[name] ?? preset,
	};
	const { from, to } = periodOf(new ItemParameters(context, 0, periodProperties), zone, now);
	return [from, to].map((time) => new Date(time).toISOString().replace(':00.000Z', 'Z'));
}

describe('the period', () => {
	test.each([
		[{}, 'UTC', '2026-06-01T00:00Z', '2026-06-02T06:00Z'],
		[{}, 'Europe/Berlin', '2026-05-31T22:00Z', '2026-06-02T06:00Z'],
		// There it is still the first of June.
		[{}, 'America/Los_Angeles', '2026-05-31T07:00Z', '2026-06-02T06:00Z'],
		[{ period: 'lastDays', days: 7 }, 'UTC', '2026-05-26T00:00Z', '2026-06-02T06:00Z'],
		[{ period: 'lastDays', days: 0 }, 'Asia/Kolkata', '2026-06-01T18:30Z', '2026-06-02T06:00Z'],
		[{ period: 'between', from: '2026-05-01', to: '2026-06-01T00:00:00' }, 'Europe/Berlin', '2026-04-30T22:00Z', '2026-05-31T22:00Z'],
		[{ period: 'between', from: '2026-05-01T00:00:00Z' }, 'Europe/Berlin', '2026-05-01T00:00Z', '2026-06-02T06:00Z'],
	])('%j in %s', (values, zone, from, to) => {
		expect(period(values, zone)).toEqual([from, to]);
	});

	test('begins with the day also where the clocks are changed', () => {
		expect(period({}, 'Europe/Berlin', Date.parse('2026-03-30T06:00:00Z'))[0]).toBe('2026-03-28T23:00Z');
		expect(period({ period: 'between', from: '2026-10-25' }, 'Europe/Berlin', Date.parse('2026-10-26T06:00:00Z'))[0]).toBe(
			'2026-10-24T22:00Z',
		);
	});

	test.each([
		[{ period: 'between', from: '2026-02-30' }, /"From"/],
		[{ period: 'between', from: 'last week' }, /"From"/],
		[{ period: 'between' }, /"From"/],
		[{ period: 'between', from: '2026-05-01', to: '2026-05-01' }, /"To"/],
		[{ period: 'yesterday' }, /"Period"/],
	])('%j is refused by name', (values, message) => {
		expect(() => period(values, 'UTC')).toThrow(message);
	});
});

describe('what is read', () => {
	const at = (day: string) => Date.parse(`2026-${day}:00Z`);
	const span = { from: at('06-01T00:00'), to: at('06-02T06:00'), timeZone: 'UTC' };
	const file = (name: string, place: StockedFile['place'], received: string, claimed?: string): StockedFile => ({
		...{ name, place, delivered: name, size: 1, receivedAt: at(received), claimedAt: claimed === undefined ? null : at(claimed) },
		...{ isCopy: place === 'waiting' || place === 'rejected', isReport: false },
	});
	const chosen = (...files: StockedFile[]) =>
		chosenFiles({ files, unread: [] }, span).map(({ file: { name }, inPeriod }) => `${name}${inPeriod ? '' : ' (not of it)'}`);

	test('what arrived within the period, the oldest first', () => {
		expect(
			chosen(
				file('b', 'archive', '06-01T09:00'),
				file('a', 'archive', '06-01T00:00'),
				file('next', 'archive', '06-02T06:00'),
				file('old', 'archive', '05-31T23:59'),
			),
		).toEqual(['a', 'b']);
	});

	test('what was claimed within it or right before, for what Coupa has of it', () => {
		expect(
			chosen(
				file('late', 'archive', '05-28T09:00', '06-01T08:00'),
				file('night', 'archive', '05-31T22:00', '05-31T23:30'),
				file('old', 'archive', '05-31T20:00', '05-31T21:00'),
			),
		).toEqual(['late (not of it)', 'night (not of it)']);
	});

	test('whatever is on its way or waits, and what was sent back since', () => {
		expect(
			chosen(
				...[file('in', 'incoming', '05-01T00:00'), file('pr', 'processing', '05-02T00:00'), file('wa', 'waiting', '05-03T00:00')],
				...[file('re', 'rejected', '06-01T10:00'), file('older', 'rejected', '05-30T10:00'), file('new', 'incoming', '06-02T07:00')],
			),
		).toEqual(['in (not of it)', 'pr (not of it)', 'wa (not of it)', 're (not of it)']);
	});

	test('the age of the archive goes by what was delivered', () => {
		const files = [
			file('a', 'archive', '05-28T09:00'),
			{ ...file('w', 'archive', '05-01T00:00'), isCopy: true },
			file('i', 'incoming', '04-01T00:00'),
		];
		expect(oldestArchived({ files, unread: [] })).toBe(at('05-28T09:00'));
		expect(oldestArchived({ files: [], unread: [] })).toBeNull();
	});
});
