namespace Torghut.Trading.Execution;

/// <summary>What an item was expected to be; persisted and counted.</summary>
internal static class UnreadKinds
{
    public const string Order = "order";
    public const string Position = "position";
    public const string Account = "account";
    public const string Activity = "activity";

    /// <summary>Keeps its own symbol from being entered, and nothing else.</summary>
    public const string Asset = "asset";

    public static IReadOnlyList<string> All { get; } = [Order, Position, Account, Activity, Asset];
}
