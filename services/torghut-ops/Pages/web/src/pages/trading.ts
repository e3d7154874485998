import { startShell } from "../core/shell.js";
import { TradingPage } from "./trading/page.js";

void new TradingPage(startShell()).start();
