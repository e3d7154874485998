using Npgsql;
using Torghut.Trading.Account;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>
/// One review from the question to the row: asks the endpoints in order until one answers, the time is over or nothing may leave. Every attempt is stored
/// before it has an effect.
/// </summary>
internal sealed class ReviewRunner(
    ProviderOptions options, AdvisoryPolicyOptions policy, SwitchOptions switches, PromptLibrary prompts, ProviderClient client, IReviewLedger ledger,
    AdvisoryStatus status, TimeProvider time)
{
    /// <summary>How long an answer may take to be stored, beside the time of the review.</summary>
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Until a shadow review, which nobody waits for, is stored once more: an answer was paid for.</summary>
    private static readonly TimeSpan StoreAgainAfter = TimeSpan.FromSeconds(5);

    /// <param name="request">What is asked about.</param>
    /// <param name="stance">What advice may do.</param>
    /// <param name="left">How long the review may take.</param>
    /// <param name="cancellationToken">The service ends.</param>
    /// <exception cref="NpgsqlException">The review has no row.</exception>
    /// <exception cref="TimeoutException">The same, because the database took too long.</exception>
    public async Task<ReviewResult> RunAsync(AdvisoryRequest request, Stance stance, TimeSpan left, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var bounds = Bounds(request, stance);
        IReadOnlyList<JsonMap> recent = prompts.Current is null
            ? [] : await InTimeAsync(left, token => ledger.RecentAsync(request.Decision.Row, token), cancellationToken) ?? [];
        ReviewRecord? last = null;
        foreach (var endpoint in options.Endpoints())
        {
            // What the endpoint before cost in time is gone.
            var remaining = left - time.GetElapsedTime(began);
            if (last is not null && remaining <= TimeSpan.Zero)
            {
                break;
            }

            var own = bounds with { ModelLock = policy.LockOf(endpoint, options) };
            last = await AttemptAsync(request, new Attempt(endpoint, stance, own, recent, remaining), cancellationToken);
            status.Observe(last, await (stance.Shadow ? StoreTwiceAsync(last, cancellationToken) : StoreAsync(last)));
            if (!last.Read.Outcome.IsProviderFault() && last.Read.Outcome != ReviewOutcome.CircuitOpen)
            {
                break;
            }
        }

        var ended = last!;
        return new ReviewResult(ended.Read.Outcome, ended.Guarded,
            $"llm:{ended.Mode}:{ended.Read.Outcome.Code()}:{ended.Effect}:{ended.Id:N}:{ended.Sha256()}");
    }

    private async Task<CircuitStatus?> StoreTwiceAsync(ReviewRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(record);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            await Task.Delay(StoreAgainAfter, time, cancellationToken);
        }

        try
        {
            return await StoreAsync(record);
        }
        catch (PostgresException known) when (known.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The first attempt was committed, and only its answer was lost: row, reservation and circuit are one transaction.
            return record.Admission?.Circuit;
        }
    }

    /// <summary>What was paid for is stored while the service ends, too.</summary>
    private async Task<CircuitStatus?> StoreAsync(ReviewRecord record)
    {
        using var deadline = new CancellationTokenSource(StoreTimeout, time);
        try
        {
            return await ledger.CompleteAsync(record, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException("The review was not stored in time");
        }
    }

    /// <summary>Within the review's time: a database that is slow must not make a tick longer.</summary>
    private async Task<T?> InTimeAsync<T>(TimeSpan left, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await ask(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<ReviewRecord> AttemptAsync(AdvisoryRequest request, Attempt attempt, CancellationToken cancellationToken)
    {
        if (prompts.Current is not { } prompt)
        {
            return Record(request, attempt, new Exchange(ReadOnlyMemory<byte>.Empty, ProviderReply.Of(ReviewOutcome.PromptMissing), null, TimeSpan.Zero));
        }

        if (attempt.Left <= TimeSpan.Zero)
        {
            return Record(request, attempt, new Exchange(ReadOnlyMemory<byte>.Empty, ProviderReply.Of(ReviewOutcome.Late), null, TimeSpan.Zero));
        }

        var context = ReviewContext.Make(request, attempt.Bounds, attempt.Stance.Mode, prompt.Version, attempt.Recent);
        var body = CompletionRequest.Make(options, attempt.Endpoint.Model, prompt.Text, CanonicalJson.Serialize(context));

        var (tokens, cost) = options.Bound(body.Length);
        var began = time.GetTimestamp();
        var asks = new AdmissionRequest(switches.AccountLabel, attempt.Endpoint.Name, tokens, cost);
        if (await InTimeAsync(attempt.Left, token => ledger.AdmitAsync(asks, token), cancellationToken) is not { } admission)
        {
            // What may have been reserved all the same stays spent.
            return Record(request, attempt, new Exchange(body, ProviderReply.Of(ReviewOutcome.Late), null, TimeSpan.Zero));
        }

        if (admission.Denied is { } denied)
        {
            return Record(request, attempt, new Exchange(body, ProviderReply.Of(denied), admission, TimeSpan.Zero));
        }

        var limit = ReviewLimit.Of(options.Timeout, attempt.Left - time.GetElapsedTime(began), time);
        var asked = time.GetTimestamp();
        var reply = limit.Time > TimeSpan.Zero ? await client.AskAsync(attempt.Endpoint, body, limit, cancellationToken) : ProviderReply.Of(ReviewOutcome.Late);
        return Record(request, attempt, new Exchange(body, Redaction.Apply(reply, options), admission, time.GetElapsedTime(asked)));
    }

    private ReviewRecord Record(AdvisoryRequest request, Attempt attempt, Exchange exchange)
    {
        var row = request.Decision.Row;
        var subject = ReviewContext.Subject(row);
        var read = Redaction.Apply(CompletionReader.Read(exchange.Reply, subject), options);
        var used = options.Used(exchange.Request.Length, read);
        return new ReviewRecord
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            DecisionId = row.Id,
            DecisionHash = row.DecisionHash,
            AccountLabel = row.AccountLabel,
            Endpoint = attempt.Endpoint,
            Mode = attempt.Stance.Mode,
            Classification = status.ClassificationWith(read, attempt.Bounds.ModelLock),
            Standing = request.Opens ? status.Standing : null,
            MarketTs = request.Decision.Draft.MarketTime,
            PromptVersion = options.PromptVersion,
            PromptSha256 = prompts.Current?.Sha256,
            Subject = subject,
            Request = exchange.Request,
            Reply = exchange.Reply,
            Read = read,
            Order = request.Order,
            Guarded = PolicyGuard.Apply(request.Order, read, attempt.Bounds),
            Bounds = attempt.Bounds,
            Admission = exchange.Admission,
            Latency = exchange.Latency,
            Tokens = used?.Tokens,
            Cost = used?.Cost,
            IsAboveLimit = used is { IsAboveLimit: true },
        };
    }

    private PolicyBounds Bounds(AdvisoryRequest request, Stance stance) => new()
    {
        MinConfidence = policy.MinConfidence,

        // In shadow as it would be with its effect: evidence is of the policy that it is to be the evidence for.
        AdjustmentAllowed = policy.AllowsAdjustment,
        MinQtyMultiplier = policy.MinQtyMultiplier,
        MaxQtyMultiplier = policy.MaxQtyMultiplier,
        OrderKinds = policy.OrderKinds,
        FailMode = stance.FailMode,
        AbstainFailMode = stance.AbstainFailMode,
        EscalateFailMode = stance.EscalateFailMode,
        ModelLock = policy.ModelVersionLock,
        ReferencePrice = request.Input.Market.Price,
    };

    private sealed record Attempt(ProviderEndpoint Endpoint, Stance Stance, PolicyBounds Bounds, IReadOnlyList<JsonMap> Recent, TimeSpan Left);

    private sealed record Exchange(ReadOnlyMemory<byte> Request, ProviderReply Reply, Admission? Admission, TimeSpan Latency);
}
