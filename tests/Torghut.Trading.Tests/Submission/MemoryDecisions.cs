using Torghut.Trading.Decisions;
using Torghut.Trading.Leasing;
using Torghut.Trading.Orders;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Submission;

/// <summary>One decision's row in memory, moved by the same state machine. What happens while a statement is under way is for a test to say.</summary>
internal sealed class MemoryDecisions : IDecisionStore
{
    private readonly Dictionary<Guid, string> _status = [];
    private readonly Dictionary<Guid, int> _lookups = [];

    /// <summary>Steps to other adapters that were committed.</summary>
    public List<FallbackStep> Fallbacks { get; } = [];

    /// <summary>How often a claim was asked about once more.</summary>
    public int Confirmations { get; private set; }

    /// <summary>Whether lease and latches allow what they are asked about.</summary>
    public bool Allows { get; set; } = true;

    public Action Claiming { get; set; } = () => { };

    public Action Confirming { get; set; } = () => { };

    public Action FallingBack { get; set; } = () => { };

    /// <summary>Writes drafts down.</summary>
    public Func<IReadOnlyList<DecisionDraft>, IReadOnlyList<PlannedDecision>> Planning { get; set; } = _ => throw new NotSupportedException();

    public OrderState StateOf(DecisionRow row) => OrderStates.Parse(_status[row.Id]);

    public void Add(DecisionRow row) => _status[row.Id] = row.Status;

    public Task<bool> ClaimAsync(DecisionRow row, Lease lease, string adapter, DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        Claiming();
        return Task.FromResult(Allows && Move(row, OrderTrigger.Claimed) is not null);
    }

    public Task<bool> ConfirmClaimAsync(DecisionRow claimed, Lease lease, CancellationToken cancellationToken)
    {
        Confirmations++;
        Confirming();
        return Task.FromResult(Allows);
    }

    public Task<bool> RecordFallbackAsync(DecisionRow claimed, Lease lease, FallbackStep step, CancellationToken cancellationToken)
    {
        FallingBack();
        if (Allows)
        {
            Fallbacks.Add(step);
        }

        return Task.FromResult(Allows);
    }

    public Task<DecisionRow?> ApplyAsync(DecisionRow row, OrderTrigger trigger, string? reason, CancellationToken cancellationToken) =>
        Task.FromResult(Move(row, trigger));

    public Task<int> CountNotFoundAsync(DecisionRow row, CancellationToken cancellationToken) =>
        Task.FromResult(_lookups[row.Id] = _lookups.GetValueOrDefault(row.Id) + 1);

    public Task<IReadOnlyList<PlannedDecision>> PlanAsync(
        IReadOnlyList<DecisionDraft> drafts, SignalsRead read, Func<DecisionDraft, string?> traceParent, CancellationToken cancellationToken) =>
        Task.FromResult(Planning(drafts));

    public Task RecordVerdictAsync(DecisionRow row, DecisionVerdict verdict, CancellationToken cancellationToken) => throw new NotSupportedException();

    private DecisionRow? Move(DecisionRow row, OrderTrigger trigger)
    {
        if (_status[row.Id] != row.Status)
        {
            return null;
        }

        var step = OrderStateMachine.Apply(row.State, trigger);
        Assert.That(step.Kind, Is.EqualTo(TransitionKind.Moved), $"{row.Status} and {trigger}");
        _status[row.Id] = step.Next.Name();
        return row with { Status = step.Next.Name() };
    }
}
