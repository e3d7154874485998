import { getJson } from "../core/api.js";
import { startShell } from "../core/shell.js";
import type { SymbolItem } from "../core/types.js";
import { VisualsPage } from "./visuals/page.js";

const page = new VisualsPage(startShell());
void start();

async function start(): Promise<void> {
    try {
        const { items } = await getJson<{ items: SymbolItem[] }>("/api/torghut/symbols", { full: 1 });
        page.setSymbols(items.map((item) => item.symbol));
        await page.load();
    } catch (error) {
        page.failed(error, () => void start());
    }
}
