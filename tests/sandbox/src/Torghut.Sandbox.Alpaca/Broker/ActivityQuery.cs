using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Which account activities a page is to show. Times are in the source's time.</summary>
internal sealed record ActivityQuery
{
    /// <summary>The kinds; null means all.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>Only executions, or only the others; null means both.</summary>
    public bool? Trades { get; init; }

    /// <summary>Exclusive.</summary>
    public long? After { get; init; }

    /// <summary>Exclusive.</summary>
    public long? Until { get; init; }

    public bool Ascending { get; init; }

    public int PageSize { get; init; } = 100;

    /// <summary>The id of the last entry of the page before.</summary>
    public string? PageToken { get; init; }

    /// <exception cref="RefusedException">The token is not the id of an activity.</exception>
    public IEnumerable<Activity> Select(IReadOnlyList<Activity> all)
    {
        var ordered = Ascending ? all : all.Reverse();
        if (PageToken is not null)
        {
            ordered = all.Any(a => a.Id == PageToken)
                ? ordered.SkipWhile(a => a.Id != PageToken).Skip(1)
                : throw RefusedException.Malformed("invalid page_token");
        }

        return ordered.Where(Shows).Take(PageSize);
    }

    private bool Shows(Activity activity) =>
        (Types is null || Types.Contains(activity.Type))
        && (Trades is null || activity.IsTrade == Trades)
        && (After is null || activity.Time > After)
        && (Until is null || activity.Time < Until);
}
