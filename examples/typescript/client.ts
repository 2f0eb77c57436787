// A client of four functions. `api.d.ts` is generated from docs/openapi.json by `make types` and not kept.
import type { components, paths } from "./api";

export type Guide = components["schemas"]["GuideOut"];
export type GuideDetail = components["schemas"]["GuideDetailOut"];
export type Block = GuideDetail["body"] extends (infer Item)[] | undefined ? Item : never;
export type Problem = components["schemas"]["ProblemOut"];
export type Report = components["schemas"]["ReportIn"];
export type Receipt = components["schemas"]["ReportOut"];
type GuideQuery = NonNullable<paths["/api/v3/content/guides/"]["get"]["parameters"]["query"]>;

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

export class Isigurt {
  constructor(private readonly site: string) {}

  /** All guides that fit, page by page. */
  async *guides(query: GuideQuery = {}): AsyncGenerator<Guide> {
    let cursor: string | null | undefined;
    do {
      const part = await this.read<components["schemas"]["GuideListOut"]>("content/guides/", { ...query, cursor });
      yield* part.items;
      cursor = part.next;
    } while (cursor);
  }

  guide(id: number): Promise<GuideDetail> {
    return this.read(`content/guides/${id}/`);
  }

  async report(report: Report, key: string): Promise<Receipt> {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    return this.answer(await fetch(`${this.site}/api/v3/reports/`, { method: "POST", headers, body: JSON.stringify(report) }));
  }

  private async read<Answer>(path: string, query: Record<string, unknown> = {}): Promise<Answer> {
    const url = new URL(`${this.site}/api/v3/${path}`);
    for (const [name, value] of Object.entries(query)) if (value != null) url.searchParams.set(name, String(value));
    return this.answer(await fetch(url));
  }

  private async answer<Answer>(response: Response): Promise<Answer> {
    if (!response.ok) throw new ApiError((await response.json()) as Problem);
    return (await response.json()) as Answer;
  }
}

/** The words of a block: TypeScript knows which `value` belongs to which `type`. */
export function plainText(block: Block): string {
  switch (block.type) {
    case "paragraph":
      return block.value;
    case "heading":
      return block.value.text;
    case "steps":
      return block.value.items.join("\n");
    case "faq":
      return block.value.items.map((item) => `${item.question}\n${item.answer}`).join("\n");
    default:
      return "";
  }
}
