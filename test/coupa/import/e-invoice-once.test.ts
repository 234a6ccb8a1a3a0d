import { eInvoice, identifier, party } from './support/e-invoice';
import { problem } from './support/checks';
import { codes, input, World } from './support/world';

/** The same invoice from a flat file and as an e-invoice is one invoice in Coupa: their deliveries have other keys. */
let world: World;
beforeEach(async () => {
	world = await World.start();
});
afterEach(async () => {
	expect(world.coupa.contractProblems()).toEqual([]);
	await world.stop();
});

const SELLER = party('Müller & Söhne Präzisionstechnik GmbH', 'DE', identifier('vat', 'DE811907980'));
const asFile = (submit: boolean, delivery = {}) => input({ invoice: { supplier: { number: 'V-20012' } }, delivery }, { submit });
const asEInvoice = (submit: boolean, delivery = {}) =>
	eInvoice({ seller: SELLER }, { delivery: { key: 'e'.repeat(64), ...delivery } }, { submit });

test.each([
	['file, then e-invoice', asFile, asEInvoice],
	['e-invoice, then file', asEInvoice, asFile],
])('submitted: %s is a duplicate', async (_, first, second) => {
	expect((await world.importOne(first(true))).outcome).toBe('imported');
	const again = await world.importOne(second(true));
	expect([again.outcome, problem(again, 'duplicate').severity]).toEqual(['refused', 'error']);
	expect(world.invoices()).toHaveLength(1);
});

test.each([
	['file, then e-invoice', asFile, asEInvoice],
	['e-invoice, then file', asEInvoice, asFile],
])('a draft: %s stays one invoice, and neither delivery makes another', async (_, first, second) => {
	const [one, two] = [first(false), second(false)];
	const { invoiceId } = await world.importOne(one);
	expect((await world.importOne(two)).invoiceId).toBe(invoiceId);
	expect((await world.importOne(one)).outcome).toBe('alreadyImported');
	expect((await world.importOne(two)).outcome).toBe('alreadyImported');
	expect(world.invoices()).toHaveLength(1);
});

test('in one run, and in one package', async () => {
	const results = await world.import([asFile(true), asEInvoice(true)]);
	expect(results.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
	expect(world.invoices()).toHaveLength(1);
	const place = { package: 'p.zip', claim: 'p', sha256: 's' };
	const numbered = { 'invoice-number': 'P-1' };
	const packed = await world.import([
		eInvoice({ seller: SELLER }, { invoice: numbered, delivery: { ...place, position: 1 } }),
		input({ invoice: { ...numbered, supplier: { number: 'V-20012' } }, delivery: { ...place, position: 2 } }),
	]);
	expect(packed.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
	expect(packed.map(codes)[1]).toContain('duplicateInPackage');
});

test('one number of two sellers that Coupa does not know is not the same invoice', async () => {
	const place = { package: 'p.zip', claim: 'p', sha256: 's' };
	const of = (position: number, seller: string) => eInvoice({ seller: party(seller, null) }, { delivery: { ...place, position } });
	const results = await world.import([of(1, 'Alpha Ltd.'), of(2, 'Beta Ltd.')]);
	expect(results.map(({ outcome }) => outcome)).toEqual(['needsBuyer', 'needsBuyer']);
});

test('once the buyer has said who it is, the same delivery goes in, once', async () => {
	const delivered = eInvoice({ seller: party('Alpha Ltd.', null, identifier('identifier', 'ALPHA-7')) });
	expect((await world.importOne(delivered)).outcome).toBe('needsBuyer');
	const supplierAliases = [{ identifier: 'ALPHA-7', supplierNumber: 'V-20013' }];
	expect((await world.importOne(delivered, { supplierAliases })).outcome).toBe('imported');
	expect((await world.importOne(delivered, { supplierAliases })).outcome).toBe('alreadyImported');
	expect(world.invoices()).toHaveLength(1);
});
