using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Lists;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory;

/// <summary>Parameters of the routes about trading.</summary>
internal static class HistoryQuery
{
    public const int MostDays = 92;

    private const int MaxStrategy = 128;

    public static readonly QueryParameter Account = new("account", "Label of the account; the one that was active last unless said.");

    public static readonly QueryParameter Strategy = new("strategy", $"Name of a strategy, at most {MaxStrategy} characters.");

    public static readonly QueryParameter Symbol = QueryParameters.Symbol with { Required = false };

    public static readonly QueryParameter Status = new("status", $"State of a decision: {string.Join(", ", DecisionStatuses.Names)}.");

    public static readonly QueryParameter At = new("at", "The moment at which a trade was expected, UTC, such as 2026-08-03T13:30:00Z.", Required: true);

    public static string? AccountOf(QueryReader query) => query.Text(Account.Name, AccountLabel.MaxLength);

    public static string? StrategyOf(QueryReader query) => query.Text(Strategy.Name, MaxStrategy);

    /// <exception cref="BadQueryException">It is no state.</exception>
    public static string? StatusOf(QueryReader query) =>
        query.Choice<string?>(Status.Name, null, [.. DecisionStatuses.Names.Select(name => (name, (string?)name))]);

    /// <summary>What is asked for, of an account that is not known yet.</summary>
    public static HistoryFilter Filter(QueryReader query) => new(
        "", query.Range(MostDays), StrategyOf(query), query.OptionalSymbol(), StatusOf(query));

    /// <summary>Everything that the rows of a list depend on.</summary>
    public static IEnumerable<string?> Question(HistoryFilter filter, string? account) =>
        [account, .. HistoryResponse.Parts(filter.Range), filter.Strategy, filter.Symbol, filter.Status];
}
