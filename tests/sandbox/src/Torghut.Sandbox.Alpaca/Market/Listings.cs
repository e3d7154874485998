namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>Where well-known symbols are listed; everything else counts as NASDAQ.</summary>
internal static class Listings
{
    private static readonly HashSet<string> Nyse = new(StringComparer.Ordinal)
    {
        "AIG", "BAC", "IBM", "JPM", "GS", "XOM", "KO", "DIS", "GE", "F", "T", "WMT", "JNJ", "PG", "V", "MA", "BA", "C", "WFC", "ORCL",
    };

    private static readonly HashSet<string> Arca = new(StringComparer.Ordinal) { "SPY", "IWM", "DIA", "GLD", "EEM", "XLF", "XLK", "VTI", "VOO" };

    public static char TapeOf(string symbol) => Nyse.Contains(symbol) ? 'A' : Arca.Contains(symbol) ? 'B' : 'C';
}
