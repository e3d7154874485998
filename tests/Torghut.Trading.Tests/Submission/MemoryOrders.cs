using Torghut.Trading.Decisions;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Tests.Submission;

/// <summary>What a test says is stored of orders.</summary>
internal sealed class MemoryOrders : IOrderQueries
{
    public List<UnresolvedOrder> Unresolved { get; } = [];

    public List<DecisionRow> InStates { get; } = [];

    /// <summary>Symbols with an order that works, or may.</summary>
    public List<string> Working { get; } = [];

    public int External { get; set; }

    public Task<IReadOnlyList<UnresolvedOrder>> UnresolvedAsync(string accountLabel, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UnresolvedOrder>>([.. Unresolved]);

    public Task<int> CountUnresolvedAsync(string accountLabel, CancellationToken cancellationToken) => Task.FromResult(Unresolved.Count);

    public Task<int> CountExternalAsync(string accountLabel, CancellationToken cancellationToken) => Task.FromResult(External);

    public Task<IReadOnlyList<DecisionRow>> InStatesAsync(
        string accountLabel, IReadOnlyList<OrderState> states, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DecisionRow>>([.. InStates]);

    public Task<ApprovedOrder?> ApprovedOrderAsync(Guid decisionId, CancellationToken cancellationToken) => Task.FromResult<ApprovedOrder?>(null);

    public Task<StoredSignal> SignalAsync(Guid decisionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> WorkingSymbolsAsync(string accountLabel, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Working]);

    public Task<IReadOnlyList<UnsettledOrder>> UnsettledAsync(
        string accountLabel, IReadOnlyCollection<string> seen, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, ExecutionRow>> FollowedAsync(string accountLabel, string[] orderIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SentExit>> SentExitsAsync(DecisionRow row, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
