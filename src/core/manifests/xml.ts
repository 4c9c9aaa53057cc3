// XML as a tree of elements with their lines. Entities stay as they are written: nothing in a manifest needs them, and none is
// ever put in.
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { asList, asTable } from "./reading.ts";
import { makeLineOf } from "./text-lines.ts";

export interface XmlElement {
  /** Without its namespace. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text right in it, trimmed. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** 1-based. */
  readonly line: number;
}

const metaData = XMLParser.getMetaDataSymbol() as unknown as symbol;

/** The outermost element. @throws Error where the text is not well-formed XML, or is nested deeper than a hundred elements. */
export function parseXml(text: string): XmlElement {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`line ${valid.err.line}: ${valid.err.msg}`);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    removeNSPrefix: true,
    captureMetaData: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  const [root] = readElements(parser.parse(text), makeLineOf(text));
  if (root === undefined) throw new Error("it holds no element");
  return root;
}

function readElements(nodes: unknown, lineOf: (offset: number) => number): XmlElement[] {
  return asList(nodes).flatMap((node) => {
    const table = asTable(node);
    const name = Object.keys(table ?? {}).find((key) => key !== ":@");
    if (table === null || name === undefined || name === "#text") return [];
    const inner = asList(table[name]);
    const attributes = Object.entries(asTable(table[":@"]) ?? {}).map(([key, value]) => [key, String(value)]);
    const text = inner
      .map((child) => asTable(child)?.["#text"])
      .filter((part) => typeof part === "string")
      .join("");
    const start = (table as { [key: symbol]: { startIndex?: number } })[metaData]?.startIndex ?? 0;
    return [
      {
        name,
        attributes: Object.fromEntries(attributes),
        text: text.trim(),
        children: readElements(inner, lineOf),
        line: lineOf(start),
      },
    ];
  });
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of a child; null where there is none, or it is empty. */
export function textOf(element: XmlElement | undefined, name: string): string | null {
  return childOf(element, name)?.text || null;
}
