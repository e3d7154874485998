namespace Torghut.Trading.OrderReports;

/// <summary>An order that would have closed a position, as far as it is stored.</summary>
internal sealed record SentExit
{
    public string Status { get; init; } = "";

    /// <summary>The word that its reason begins with.</summary>
    public string Code { get; init; } = "";

    /// <summary>Time since it was claimed, by the database's clock.</summary>
    public TimeSpan Since { get; init; }
}
