using Torghut.Trading.Decisions;
using Torghut.Trading.Orders;

namespace Torghut.Trading.OrderReports;

/// <summary>What the loop asks of stored decisions and orders; <see cref="OrderQueries"/> asks Postgres.</summary>
internal interface IOrderQueries
{
    /// <summary>Decisions in any of the states, oldest first.</summary>
    Task<IReadOnlyList<DecisionRow>> InStatesAsync(string accountLabel, IReadOnlyList<OrderState> states, int limit, CancellationToken cancellationToken);

    /// <summary>Orders whose outcome is not known, with the time since each was claimed.</summary>
    Task<IReadOnlyList<UnresolvedOrder>> UnresolvedAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>How many those are.</summary>
    Task<int> CountUnresolvedAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>The exact order that was approved; null when none was.</summary>
    Task<ApprovedOrder?> ApprovedOrderAsync(Guid decisionId, CancellationToken cancellationToken);

    /// <summary>The signal behind a decision.</summary>
    Task<StoredSignal> SignalAsync(Guid decisionId, CancellationToken cancellationToken);

    /// <summary>Symbols of orders that work at the broker, or may.</summary>
    Task<IReadOnlyList<string>> WorkingSymbolsAsync(string accountLabel, CancellationToken cancellationToken);

    /// <summary>Orders that have not ended, or whose end the broker has not been asked about, without those that were read already.</summary>
    Task<IReadOnlyList<UnsettledOrder>> UnsettledAsync(
        string accountLabel, IReadOnlyCollection<string> seen, int limit, CancellationToken cancellationToken);

    /// <summary>What is stored of orders, by the broker's id, as far as their decisions have followed.</summary>
    Task<IReadOnlyDictionary<string, ExecutionRow>> FollowedAsync(string accountLabel, string[] orderIds, CancellationToken cancellationToken);

    /// <summary>Orders sent lately that would have closed a position by the same action, newest first.</summary>
    Task<IReadOnlyList<SentExit>> SentExitsAsync(DecisionRow row, int limit, CancellationToken cancellationToken);

    /// <summary>Orders that are not ours and items that were not understood, as far as nobody has acknowledged them.</summary>
    Task<int> CountExternalAsync(string accountLabel, CancellationToken cancellationToken);
}
