using System.Text;

namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>
/// The condition codes of a trade or quote, with what they mean for a bar. A trade updates high and low, open and close, or volume
/// unless one of its codes is in the excluded sets (the consolidated tapes' update rules as Alpaca applies them to minute bars:
/// extended-hours <c>T</c> counts, odd lots <c>I</c> only add volume).
/// </summary>
internal sealed class ConditionSet
{
    private const string NotHighLow = "CHIMNQRUVW79";
    private const string NotOpenClose = "CGHIMNPQRUVWZ479";
    private const string NotVolume = "MQ9";

    public ConditionSet(params string[] codes)
    {
        Codes = codes;
        Json = Encoding.UTF8.GetBytes("[" + string.Join(',', codes.Select(c => $"\"{c}\"")) + "]");
        UpdatesHighLow = !codes.Any(c => NotHighLow.Contains(c[0], StringComparison.Ordinal));
        UpdatesOpenClose = !codes.Any(c => NotOpenClose.Contains(c[0], StringComparison.Ordinal));
        UpdatesVolume = !codes.Any(c => NotVolume.Contains(c[0], StringComparison.Ordinal));
    }

    public IReadOnlyList<string> Codes { get; }

    /// <summary>The codes as a JSON array.</summary>
    public byte[] Json { get; }

    public bool UpdatesHighLow { get; }

    public bool UpdatesOpenClose { get; }

    public bool UpdatesVolume { get; }

    /// <summary>An ordinary two-sided quote.</summary>
    public static ConditionSet RegularQuote { get; } = new("R");
}
