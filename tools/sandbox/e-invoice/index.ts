export { crossIndustryInvoice, facturX } from './factur-x';
export { eInvoiceSample } from './sample';
export { xRechnung } from './x-rechnung';
