using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>A run as the ledger remembers it.</summary>
/// <param name="Family">Names of its strategies.</param>
/// <param name="Id">Digest of everything that its outcome depends on.</param>
/// <param name="PeriodSharpe">Sharpe ratio of one period; null where the sample gives none.</param>
/// <param name="Line">All that is written down.</param>
internal sealed record Trial(string Family, string Id, double? PeriodSharpe, JsonMap Line);
