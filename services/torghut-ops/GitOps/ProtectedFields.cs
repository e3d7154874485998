namespace Torghut.Ops.GitOps;

/// <summary>What no command changes, whoever asks: the posture of trading is a person's decision in a reviewed commit.</summary>
internal static class ProtectedFields
{
    public static bool Covers(IReadOnlyList<string> path) => path.Any(key =>
        key.Equals("TRADING_MODE", StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("TRADING_LIVE", StringComparison.OrdinalIgnoreCase)
        || key.Equals("live", StringComparison.OrdinalIgnoreCase));
}
