using Torghut.Contracts.Market;

namespace Torghut.Ops.Http;

/// <summary>Parameters that several routes have.</summary>
internal static class QueryParameters
{
    public static readonly QueryParameter Symbol = new("symbol", SymbolGrammar.Expected, Required: true);

    public static readonly QueryParameter From = new("from", "First instant, UTC, such as 2026-08-03T13:30:00Z; together with 'to'.");

    public static readonly QueryParameter To = new("to", "First instant after the range, UTC.");

    public static readonly QueryParameter Day = new("day", "A trading day instead of 'from' and 'to': midnight to midnight in New York, such as 2026-08-03.");

    public static readonly QueryParameter FirstDay = new("from", "First day, such as 2026-08-03.", Required: true);

    public static readonly QueryParameter LastDay = new("to", "Last day; it is part of the range.", Required: true);

    public static readonly QueryParameter Cursor = new("cursor", "What 'next' of the page before was, with the same parameters.");

    public static readonly QueryParameter Format = new("format", "json, or csv for a file of the same rows.");

    public static QueryParameter Limit(int most, int usual) => new("limit", $"The most rows of the answer, 1 to {most}; {usual} unless said.");
}
