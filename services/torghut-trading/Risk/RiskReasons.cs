using Torghut.Trading.Json;

namespace Torghut.Trading.Risk;

/// <summary>The stable catalogue of reason codes.</summary>
internal static class RiskReasons
{
    public static IReadOnlyList<RiskReason> All { get; } = Enum.GetValues<RiskReason>();

    private static readonly string[] Codes = [.. All.Select(reason => CanonicalText.Of(reason))];

    /// <summary>The string that is persisted and counted, for example <c>kill_switch_enabled</c>.</summary>
    public static string Code(RiskReason reason) => Codes[(int)reason];
}
