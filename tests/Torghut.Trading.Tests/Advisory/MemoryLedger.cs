using Torghut.Trading.Advisory;
using Torghut.Trading.Decisions;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>The ledger without Postgres.</summary>
internal sealed class MemoryLedger(ProviderOptions options, TimeProvider time) : IReviewLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Circuit> _circuits = [];
    private readonly Dictionary<Guid, long> _reserved = [];

    public List<ReviewRecord> Records { get; } = [];

    public List<AdmissionRequest> Admissions { get; } = [];

    /// <summary>The symbol's decisions before this one.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<JsonMap>>> Recent { get; set; } =
        _ => Task.FromResult<IReadOnlyList<JsonMap>>([new JsonMap { ["action"] = "buy", ["status"] = "filled", ["qty"] = 5m }]);

    /// <summary>What the database takes before it answers whether a request may leave.</summary>
    public Func<Task> BeforeAdmission { get; set; } = () => Task.CompletedTask;

    /// <summary>What it takes to store a review.</summary>
    public Func<Task> BeforeCompletion { get; set; } = () => Task.CompletedTask;

    public long Tokens { get; private set; }

    /// <summary>As reserved: what was not used does not come back here.</summary>
    public decimal Cost { get; private set; }

    public Circuit Of(string endpoint) => _circuits.GetValueOrDefault(endpoint, Circuit.Closed);

    public async Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        await BeforeAdmission();
        lock (_lock)
        {
            return Admit(request);
        }
    }

    public async Task<CircuitStatus?> CompleteAsync(ReviewRecord record, CancellationToken cancellationToken)
    {
        await BeforeCompletion();
        lock (_lock)
        {
            return Complete(record);
        }
    }

    public Task<IReadOnlyDictionary<string, Circuit>> CircuitsAsync(string account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Circuit>>(_circuits);

    public Task<IReadOnlyList<JsonMap>> RecentAsync(DecisionRow row, CancellationToken cancellationToken) => Recent(cancellationToken);

    private Admission Admit(AdmissionRequest request)
    {
        Admissions.Add(request);
        var known = Of(request.Endpoint);
        var (admitted, next) = known.Admit(time.GetUtcNow(), options.Timeout * 2);
        if (!admitted)
        {
            return new Admission(ReviewOutcome.CircuitOpen, null, known.Status);
        }

        if (Tokens + request.Tokens > options.TokenBudget || Cost + request.Cost > options.CostBudget)
        {
            return new Admission(ReviewOutcome.BudgetExhausted, null, known.Status);
        }

        Tokens += request.Tokens;
        Cost += request.Cost;
        _circuits[request.Endpoint] = next;
        var id = Guid.NewGuid();
        _reserved[id] = request.Tokens;
        return new Admission(null, id, next.Status);
    }

    private CircuitStatus? Complete(ReviewRecord record)
    {
        var circuit = record.Admission?.Circuit;
        if (record.Admission?.Reservation is { } id)
        {
            _circuits[record.Endpoint.Name] = Of(record.Endpoint.Name).After(record.Read.Outcome, record.Latency, time.GetUtcNow(), options);
            Tokens += (record.Tokens ?? _reserved[id]) - _reserved[id];
            circuit = Of(record.Endpoint.Name).Status;
        }

        Records.Add(record);
        return circuit;
    }
}
