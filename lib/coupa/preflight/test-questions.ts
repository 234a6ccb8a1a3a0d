import type { Question } from './line';
import { usersOf, type PreflightSession } from './session';

/** The questions that only writes answer. */
export type TestQuestions = Record<
	'draft' | 'listLag' | 'image' | 'references' | 'unknownField' | 'orderNumbers' | 'submit' | 'creation' | 'numbersAtSubmit' | 'leftBehind',
	Question
>;

export function testQuestions(session: PreflightSession): TestQuestions {
	const templates = usersOf(session, 'invoice.import');
	const question = (id: string, asked: string): Question => ({ id, area: 'Test Invoice', asked, templates });
	return {
		draft: question('test.draft', 'Does Coupa create a draft invoice?'),
		listLag: question('test.listLag', 'How soon does the list show a new invoice?'),
		image: question('test.image', 'Does Coupa accept a page image and show it?'),
		references: question('test.references', 'What does Coupa do with a reference that it does not know (a payment term)?'),
		unknownField: question('test.unknownField', 'What does Coupa do with a field that it does not know (a custom field)?'),
		orderNumbers: question('test.orderNumbers', 'Can an invoice line be matched to a PO line by their numbers?'),
		submit: question('test.submit', 'Which status does a submitted invoice have?'),
		creation: question('test.numberAtCreation', 'Does Coupa refuse a second invoice with the same number and supplier when it is created?'),
		numbersAtSubmit: question(
			'test.numberAtSubmit',
			'Does Coupa refuse a second invoice with the same number and supplier when it is submitted?',
		),
		leftBehind: question('test.leftBehind', 'What did the test leave behind in Coupa?'),
	};
}
