import * as core from '../../lib/core';
import * as coupa from '../../lib/coupa';
import { refusal } from '../../lib/coupa/failure';
import { readDocument } from '../../lib/coupa/graphql/document';
import { readMessages, withoutCredentials } from '../../lib/coupa/messages';
import { decodeSweep } from '../../lib/coupa/ok-to-pay/state';
import { decodeCursor } from '../../lib/coupa/sync/cursor';
import * as flatFile from '../../lib/flat-file';
import * as lockBox from '../../lib/lock-box';
import * as packages from '../../lib/package';
import * as reconciliation from '../../lib/reconciliation';
import { E_INVOICE_CALLS } from './e-invoice-calls';
import { PAGE_CALLS } from './page-calls';
import { WIRE_CALLS } from './wire-calls';

type Call = (text: string) => unknown;

/** As long as a client's secret, and of letters that are repeated. */
const SECRET = `${'a'.repeat(40)}1-${'<'.repeat(20)}`;
const delivery = { package: 'a.csv', claim: null, receivedAt: '', boundTo: null, encoding: 'auto' as const, claimedUntil: null };
const bytes = (text: string): Buffer => Buffer.from(text);
const login = coupa.loginOf({ serverUrl: 'acme', clientId: 'client', clientSecret: 'secret', scopes: 'core.invoice.read' });
const answer = (text: string) => Promise.resolve({ status: 400, body: bytes(text) });
const table = flatFile.flatFileTables.supplierExport;
const kind = flatFile.flatFileTables.supplierExport.rowKinds[0];
const recordOf = (text: string) => ({ id: 1, name: text, number: text, [text]: text });
const packageOf = async (text: string) => await packages.readInvoicePackage(bytes(text), text, { delivery, dateFormat: 'ISO' });

let read = { text: '', content: packageOf('') };

/** The same, read once for the calls that begin with it. */
async function contentOf(text: string): Promise<packages.PackageContent> {
	if (read.text !== text) read = { text, content: packageOf(text) };
	return await read.content;
}

const supplier = coupa.entryNamed('supplier');
const source: coupa.BodySource = { entry: supplier, writing: { kind: 'update', source: '' }, customFields: [], zone: 'UTC' };
const subject = { instance: 'https://acme.coupahost.com', kind: 'invoice', event: 'created' as const, conditions: '' };
const request = (path: string): coupa.CoupaRequest => ({ method: 'GET', path });
const cellOf = (text: string) =>
	(['date', 'dateTime', 'boolean'] as const).map((kind) => flatFile.readCell({ name: 'A', type: { kind } }, text, 'DD/MM/YYYY'));
const numberOf = (text: string) => flatFile.readCell({ name: 'A', type: { kind: 'decimal', precision: 32, scale: 4 } }, text, 'ISO');

const bankSource: coupa.BankSource = { kind: 'iban', from: 'iban', coupaField: '' };
const captured = (text: string): coupa.ImportInput => ({
	invoice: { 'custom-fields': { iban: text } },
	delivery: { ...delivery, entry: '', position: 1, rows: [], sha256: '', invoices: 1, items: 1, key: '' },
	problems: [{ severity: 'warning', code: text, column: text, value: text, message: text }],
	submit: null,
	imageScan: null,
	attachments: [],
});

const reconciledRecord = (text: string) => ({
	...{ id: text, 'invoice-number': text, status: text, 'gross-total': text, 'supplier-total': text, currency: { code: text } },
	...{ supplier: { number: text, name: text }, 'internal-note': text, 'created-at': text, 'tolerance-failures': text },
});

function reconciledWith(text: string): reconciliation.Reconciliation {
	const row: reconciliation.DeliveredRow = {
		...{ kind: 'invoice', number: text, supplierNumber: text, supplierName: text, date: text, total: text, currency: text },
		...{
			package: text,
			place: 'archive',
			receivedAt: text,
			inPeriod: true,
			isCopy: false,
			reason: text,
			key: text,
			file: text,
			position: 1,
		},
	};
	const account: reconciliation.LockBoxAccount = {
		...{
			kind: 'lockBox',
			from: text,
			to: text,
			timeZone: 'UTC',
			boundTo: null,
			server: text,
			oldestArchived: text,
			archiveReachesBack: true,
		},
		folders: [{ place: 'archive', path: text, files: 1, read: 1 }],
		received: { packages: 1, items: 1, amounts: reconciliation.amountsOf([row]) },
		unread: [{ file: text, place: 'archive', reason: text }],
	};
	const states = [reconciliation.stateOf(reconciledRecord(text), text)];
	const late = reconciliation.LATE_AFTER;
	return reconciliation.reconcile({
		...{ accounts: [account], rows: [row], api: states, delta: states, older: states, notLookedUp: new Map(), now: 0 },
		settings: { late, rejectedAreTaken: false },
	});
}
/** How a text from outside comes in. Whatever is exported stands here, or in NO_OUTSIDE_TEXT (exports.ts). */
export const CALLS: Readonly<Record<string, Call>> = {
	'core.decode': (text) => core.decode(bytes(text)),
	'core.decodeCells': (text) => core.decodeCells(bytes(text)),
	'core.windows1252': (text) => core.windows1252(bytes(text)),
	'core.openText': (text) => {
		const opened = core.atOnce(core.openText(bytes(text)));
		return 'problem' in opened ? opened : [...opened.pieces()];
	},
	'core.codeFromSegments': (text) => core.codeFromSegments(() => text),
	'core.parseDecimal': core.parseDecimal,
	'core.bankKey': core.bankKey,
	'core.isValidIban': core.isValidIban,
	'core.maskedBankNumber': core.maskedBankNumber,
	'core.isBankName': core.isBankName,
	'core.withoutIbans': core.withoutIbans,
	'core.exactJson': core.exactJson,
	'core.sameDecimal': (text) => core.sameDecimal(text, text),
	'core.currencyDigits': core.currencyDigits,
	'core.isKnownCurrency': core.isKnownCurrency,
	'core.fitsDecimal': (text) => core.fitsDecimal(core.parseDecimal(text) ?? core.sumOf([]), 32, 4),
	'core.sumOf': (text) => core.sumOf([core.parseDecimal(text) ?? core.sumOf([])]),
	'core.reasonText': (text) => core.reasonText(new Error(text)),
	'core.knownTypeOf': (text) => core.knownTypeOf(bytes(text)),
	'core.mimeTypeOf': (text) => core.mimeTypeOf(bytes(text)),
	'core.imageHashOf': (text) => core.imageHashOf({ 'internal-note': text }),
	'core.keysOf': (text) => core.keysOf({ 'internal-note': text }),
	'core.isUnderReview': (text) => core.isUnderReview({ 'internal-note': text }),
	'core.noteForReview': (text) => core.noteForReview(text, text),
	'core.noteWithMark': (text) => core.noteWithMark(text, text, [text]),
	'core.withoutMarks': core.withoutMarks,
	'core.holdReasons': (text) => core.holdReasons({ status: text, 'failed-tolerances': [{ code: text, 'breach-amount': text }] }),
	'core.toleranceFailures': (text) => core.toleranceFailures({ 'failed-tolerances': [{ code: text, 'breach-detail-2': text }] }),
	'core.statusInWords': core.statusInWords,
	'core.inZone': (text) => core.inZone(text, 'Europe/Berlin'),
	'core.isSecretName': core.isSecretName,
	'core.isDay': (text) => core.isDay(text, text, text),
	'core.possibleDays': core.possibleDays,
	'core.readIsoDate': core.readIsoDate,
	'core.cutToBytes': (text) => core.cutToBytes(text, 200),
	'core.isPlainName': core.isPlainName,
	'core.shownName': (text) => core.shownName(text),
	'core.shownNames': (text) => core.shownNames([text, text]),
	'core.shownLine': (text) => core.shownLine(text),
	'core.shownText': (text) => core.shownText(text, 1e6),
	'core.storedName': (text) => core.storedName(text),
	'core.imageFault': (text) => core.imageFault({ fileName: text, size: 1, mimeType: text }, 1),
	'coupa.withoutSecrets': (text) => coupa.withoutSecrets({ a: [{ [text]: text }] }),
	'core.withoutSecrets': (text) => core.withoutSecrets({ [text]: text }),
	'core.inOrder': (text) => core.inOrder(text, `${text}x`),
	'core.compare': (text) => core.compare(text, `${text}x`),
	'core.invisibleIn': core.invisibleIn,
	'core.withoutInvisible': core.withoutInvisible,
	'core.normalForm': (text) => core.normalForm(text, 'NFKC'),
	'core.ordinarySpelling': core.ordinarySpelling,
	'core.spellingsOf': (text) => core.spellingsOf(text, true),
	'core.lettersOf': core.lettersOf,
	'core.textAt': (text) => core.textAt({ [text]: text }, text),
	'core.keepingSecrets': (text) => core.keepingSecrets([SECRET], () => Promise.reject(new Error(text))),
	'core.withoutKeptSecrets': (text) => core.keepingSecrets([SECRET, 'a'], () => Promise.resolve(core.withoutKeptSecrets(text))),
	'core.bytesWithoutKeptSecrets': (text) => core.keepingSecrets([SECRET], () => Promise.resolve(core.bytesWithoutKeptSecrets(bytes(text)))),
	'core.lookUpKey': core.lookUpKey,
	'core.placedMessage': (text) => core.placedMessage({ severity: 'error', code: text, column: text, value: text, message: text }),
	'core.problemsText': (text) => core.problemsText([{ severity: 'error', code: text, column: text, value: text, message: text }]),
	'coupa.invoiceKey': (text) =>
		coupa.invoiceKey({
			invoice: { 'invoice-number': text, 'invoice-date': text, supplier: { number: text } },
			deliveryKey: text,
			problems: [],
			numbersReused: true,
		}),
	'core.sha256': core.sha256,
	'core.sha256Sliced': (text) => core.sha256Sliced(bytes(text)),
	'core.withoutEnd': (text) => core.withoutEnd(text, '/'),
	'coupa.computeTotals': (text) =>
		coupa.computeTotals({ currency: { code: text }, 'tax-amount': text, 'invoice-lines': [{ price: text, quantity: text }] }),
	'coupa.isCalendarDate': (text) => coupa.isCalendarDate(text),
	'coupa.concealed': (text) => coupa.concealed(coupa.undecidedResult('acme', captured(text), text), captured(text), [bankSource]),
	'coupa.concealedItem': (text) => coupa.concealedItem({ invoice: { [text]: text, 'custom-fields': { iban: text } } }, [bankSource]),
	'coupa.authorizationFor': (text) => coupa.authorizationFor(text, { serverUrl: 'acme', scopes: text, accessToken: text }),
	'coupa.checkCredential': (text) =>
		coupa.checkCredential(login, { value: text, scope: text, mintedAt: 0, expiresAt: 0 }, () => answer(text)),
	'coupa.decodeCursor': (text) => decodeCursor(text, 0),
	'coupa.heldAs': (text) => coupa.heldAs(text, [text, `${text}x`]),
	'coupa.idIn': coupa.idIn,
	'coupa.inOneText': (text) => coupa.inOneText(() => Promise.reject(new coupa.TransportFailure(text, false))),
	'coupa.loginOf': (text) => coupa.loginOf({ serverUrl: 'acme', clientId: text, clientSecret: text, scopes: text }),
	'coupa.mintToken': (text) => coupa.mintToken(login, () => answer(text)),
	'coupa.openingScopes': (text) => coupa.openingScopes('GET', text),
	'coupa.recordConditions': (text) =>
		coupa.recordConditions({ ...coupa.entryNamed('invoice'), statusSpellings: [text] }, [{ field: 'status', value: text }]),
	'coupa.anyOf': coupa.anyOf,
	'coupa.isDateTime': coupa.isDateTime,
	'coupa.roundedNumber': coupa.roundedNumber,
	'coupa.apiTarget': (text) => coupa.apiTarget(text, 'https://acme.coupahost.com'),
	'coupa.attributeLabel': coupa.attributeLabel,
	'coupa.autoMapped': (text) => coupa.autoMapped({ name: text, [text]: text }, source),
	'coupa.bodyOf': (text) => [coupa.bodyOf({ name: text }, source), coupa.bodyOf({ [text]: text }, source)],
	'coupa.bodyWarnings': (text) => coupa.bodyWarnings({ ...request(`/api/${text}`), body: { kind: 'json', value: { [text]: text } } }),
	'coupa.canPage': (text) => coupa.canPage(request(`/api/${text}`)),
	'coupa.checkComplete': (text) => coupa.checkComplete({ [text]: text }, supplier, { kind: 'create', needs: [text], source: '' }),
	'coupa.checkedBody': (text) => coupa.checkedBody({ name: text, [text]: text }, source),
	'coupa.conditionsKey': (text) => coupa.conditionsKey([[text, text]]),
	'coupa.definitionOf': coupa.definitionOf,
	'coupa.ignoredBy': (text) => coupa.ignoredBy({ name: text, [text]: text }, { name: `${text}x`, [text]: [text] }, 'Supplier'),
	'coupa.keptState': (text) => coupa.keptState(text, subject, 0),
	'coupa.keyParts': coupa.keyParts,
	'coupa.decodeSweep': (text) => decodeSweep(text, 'acme', 0),
	'coupa.keyOf': (text) => coupa.keyOf(supplier, { number: text }),
	'coupa.namedStatuses': (text) => coupa.namedStatuses(coupa.entryNamed('invoice'), [text]),
	'coupa.readDocument': readDocument,
	'coupa.undocumented': (text) => coupa.undocumented(request(`/api/${text}`)),
	'coupa.watchConditions': (text) => coupa.watchConditions(supplier, 'created', [{ field: text, value: text }]),
	'coupa.apiSteps': coupa.apiSteps,
	'coupa.attributeAt': (text) => coupa.attributeAt('InvoiceHeader', text),
	'coupa.checkedFilter': (text) => coupa.checkedFilter(coupa.entryNamed('invoice'), { field: text, value: text }),
	'coupa.fieldPath': (text) => coupa.fieldPath(text),
	'coupa.filterChoices': (text) => coupa.filterChoices(coupa.entryNamed('invoice'), text),
	'coupa.isTextAttribute': (text) => coupa.isTextAttribute(coupa.entryNamed('invoice'), text),
	'coupa.linkOf': (text) => coupa.linkOf(coupa.entryNamed('invoice'), text),
	'coupa.namedAttribute': (text) => coupa.namedAttribute(coupa.entryNamed('invoice'), text),
	'coupa.namedField': (text) => coupa.namedField(coupa.entryNamed('invoice'), text),
	'coupa.namingFields': coupa.namingFields,
	'coupa.nearest': (text) => coupa.nearest(text, [text, `${text}x`]),
	'coupa.storedToken': (text) => coupa.storedToken({ serverUrl: 'acme', accessToken: text }),
	'coupa.instanceAddress': coupa.instanceAddress,
	'coupa.instanceHost': coupa.instanceHost,
	'coupa.invoiceAddress': (text) => coupa.invoiceAddress(text, 1),
	'coupa.fieldsParameter': (text) => coupa.fieldsParameter([text]),
	'coupa.decisionNamed': coupa.decisionNamed,
	'coupa.fitsInList': coupa.fitsInList,
	'coupa.queryName': coupa.queryName,
	'coupa.queryPairs': (text) => coupa.queryPairs([{ field: 'name', value: text }]),
	'coupa.queryText': (text) => coupa.queryText([['name', text]]),
	'coupa.requiredScope': (text) => coupa.requiredScope('GET', text),
	'coupa.titleOf': coupa.titleOf,
	'coupa.simplify': (text) => coupa.simplify({ name: text, [text]: text }, coupa.entryNamed('invoice')),
	'coupa.refusal': (text) =>
		refusal(request(`/api/${text}`), { status: 400, headers: {}, body: bytes(text) }, { scopesAskedFor: [], mayHaveHappened: false }),
	'coupa.readMessages': (text) => readMessages(bytes(text)),
	'coupa.withoutCredentials': withoutCredentials,
	'flat-file.parseCsv': (text) => flatFile.parseCsv(text),
	'flat-file.readCsv': (text) => flatFile.readCsv(bytes(text)),
	'flat-file.toCsv': (text) => flatFile.toCsv([[text]], { defuseFormulas: true }),
	'flat-file.headerKey': flatFile.headerKey,
	'flat-file.headerName': flatFile.headerName,
	'flat-file.chooseColumns': (text) => flatFile.chooseColumns(table, { columns: [text] }),
	'flat-file.columnOf': (text) => kind && flatFile.columnOf(kind, text),
	'flat-file.columnsOf': (text) => kind && flatFile.columnsOf(kind, [{ column: text, field: text }]),
	'flat-file.createFlatFileWriter of invoice status': (text) =>
		flatFile
			.createFlatFileWriter(flatFile.invoiceStatus)
			.write([{ id: 1, status: text, 'failed-tolerances': [{ code: text }], 'internal-note': text }]),
	'flat-file.createFlatFileWriter': (text) => flatFile.createFlatFileWriter(table).write([recordOf(text)]),
	'flat-file.fieldsFor': (text) => flatFile.fieldsFor(table, [text]),
	'flat-file.fileName': (text) => flatFile.fileName(table, new Date(0), { taken: [text] }),
	'flat-file.flatFileParts': async (text) => {
		for await (const part of flatFile.flatFileParts([[recordOf(text)]], table, { defuseFormulas: true })) bytes(part.toString());
	},
	'flat-file.writeCsv': (text) => flatFile.writeCsv([[text]], { defuseFormulas: true }),
	'flat-file.writeInvoiceFile': (text) => flatFile.writeInvoiceFile([{ record: { 'invoice-number': text, [text]: text } }]),
	'flat-file.writeRawRows': (text) => flatFile.writeRawRows([{ row: 2, rowKind: text, kind: null, header: null, cells: [text] }]),
	'flat-file.readInvoiceFile': (text) => flatFile.readInvoiceFile(bytes(text), { encoding: 'auto', dateFormat: 'ISO' }),
	'flat-file.readFlatFile': (text) => flatFile.readFlatFile(bytes(text), flatFile.accountImport),
	'flat-file.readCell': (text) => [cellOf(text), numberOf(text)],
	'flat-file.stepsOf': flatFile.stepsOf,
	'flat-file.setAt': (text) => {
		flatFile.setAt({}, [text], text);
	},
	'lock-box.originalName': lockBox.originalName,
	'lock-box.deliveredName': (text) => lockBox.deliveredName({ name: text, folder: 'processing' }),
	'lock-box.nameBeforeWaiting': lockBox.nameBeforeWaiting,
	'lock-box.termOf': lockBox.termOf,
	'lock-box.objectFolder': (text) => lockBox.objectFolder(text, text),
	'lock-box.lockBoxFolders': (text) => lockBox.lockBoxFolders(text, { incoming: text }),
	'package.openPackage': (text) => packages.openPackage(bytes(text), text),
	'package.readInvoicePackage': packageOf,
	'package.buildRejectedPackage': async (text) => {
		const content = await contentOf(text);
		const items = content.items.map((_, index) => ({ position: index + 1 }));
		return await packages.buildRejectedPackage({ content, originalName: text, items });
	},
	'package.buildWaitingPackage': async (text) =>
		await packages.buildWaitingPackage({ content: await contentOf(text), originalName: text, positions: [1] }),
	'package.splitPackage': async (text) => await packages.splitPackage(await contentOf(text), text, { maxBytes: 1_000_000 }),
	'package.readRejectionReport': (text) => packages.readRejectionReport(bytes(text)),
	...E_INVOICE_CALLS,
	...PAGE_CALLS,
	'reconciliation.amountsOf': (text) => reconciliation.amountsOf([{ total: text, currency: text }]),
	'reconciliation.deltaState': (text) =>
		reconciliation.deltaState(['invoice-number', 'status', 'internal-note', 'gross-total', 'paid', text].map((name) => [name, text])),
	'reconciliation.readDelta': (text) => reconciliation.readDelta([['invoice-number', 'status'], [text, text], [text]]),
	'reconciliation.stateOf': (text) => reconciliation.stateOf(reconciledRecord(text), text),
	'reconciliation.reconcile': (text) => reconciledWith(text),
	'reconciliation.reportHtml': (text) =>
		reconciliation.reportHtml(reconciledWith(text), {
			...{ title: text, instance: text, late: reconciliation.LATE_AFTER, deltaFiles: [{ name: text, invoices: 1 }], fromApi: 1 },
			...{ notices: [text], mostRows: 10, deltaRows: 1 },
		}),
	...WIRE_CALLS,
};
