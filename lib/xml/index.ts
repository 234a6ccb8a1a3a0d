export { parseCoupaXml, type CoupaXml } from './parse-xml';
export { recordXml, xmlHead, xmlTail, type XmlValueType } from './write-xml';
