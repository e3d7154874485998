using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The kinds of account activities (ActivityType in alpaca/trading/enums.py of github.com/alpacahq/alpaca-py) and the two words that stand
/// for several.
/// </summary>
internal static class ActivityTypes
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        Activity.Fill, "ACATC", "ACATS", "CFEE", "CGD", "CSD", "CSW", "DIV", "DIVCGL", "DIVCGS", "DIVFEE", "DIVFT", "DIVNRA", "DIVROC", "DIVTW", "DIVTXEX",
        "FEE", "FOPT", "INT", "INTNRA", "INTTW", "JNL", "JNLC", "JNLS", "MA", "NC", "OCT", "OPASN", "OPCA", "OPCSH", "OPEXC", "OPEXP", "OPTRD", "PTC", "PTR",
        "REO", "REORG", "SPIN", "SPLIT",
    };

    private static readonly string[] Cash = ["CSD", "CSW"];

    public static bool Exists(string type) => Known.Contains(type);

    /// <summary>The kinds a word asks for: <c>TRANS</c> deposits and withdrawals, <c>MISC</c> all but these, dividends and executions.</summary>
    /// <exception cref="RefusedException">There is no such kind.</exception>
    public static IEnumerable<string> Expand(string word) => word switch
    {
        "TRANS" => Cash,
        "MISC" => Known.Except([.. Cash, "DIV", Activity.Fill]),
        _ when Exists(word) => [word],
        _ => throw RefusedException.Malformed($"invalid activity type \"{word}\""),
    };
}
