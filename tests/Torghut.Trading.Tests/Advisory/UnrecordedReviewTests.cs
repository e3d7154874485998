using Microsoft.Extensions.Time.Testing;
using Torghut.Testing;
using Torghut.Trading.Advisory;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>Reviews that end without a row: what becomes of the order, of the tick and of the reviews behind them.</summary>
public sealed class UnrecordedReviewTests
{
    /// <summary>What nobody thought of costs its own decision the advice, never the tick.</summary>
    [TestCase("Veto", true)]
    [TestCase("PassThrough", false)]
    public async Task Review_BreaksOff_IsNoAdviceAndNoMore(string mode, bool vetoed)
    {
        using var reviews = new Reviews(
            ScriptedProvider.Saying(subject => Answers.Good(subject: subject)),
            policy: policy => (policy.FailMode, policy.Enforcement) = (Enum.Parse<FailMode>(mode), FailModeEnforcement.Configured));
        reviews.Ledger.Recent = _ => throw new OverflowException("words of a provider");
        var verdict = await reviews.AskAsync();
        Assert.That((verdict.Veto, verdict.Waited, verdict.Order), Is.EqualTo((vetoed, true, Bounds.Order)));
        Assert.That(verdict.Source, Does.StartWith("llm:active:failed:"));
        Assert.That(reviews.Logs.Lines, Has.One.Contains(nameof(OverflowException)).And.None.Contains("words of a provider"));
        Assert.That(await RegistryPage.ReadAsync(reviews.Registry), Does.Contain("torghut_llm_unrecorded_total{reason=\"failed\"} 1\n"));
    }

    /// <summary>
    /// The tables of reviews can fail alone, by a lock or a missing right: an order that opens exposure does not leave, the tick goes on, and nobody is paid
    /// for answers that cannot be stored.
    /// </summary>
    [TestCase("recent", 0)]
    [TestCase("admission", 0)]
    [TestCase("completion", 1)]
    public async Task Review_LedgerFails_IsAVetoWhateverTheFailModeAndNoMore(string step, int asked)
    {
        using var reviews = new Reviews(
            ScriptedProvider.Saying(subject => Answers.Good(subject: subject)),
            policy: policy => (policy.FailMode, policy.Enforcement) = (FailMode.PassThrough, FailModeEnforcement.Configured));
        switch (step)
        {
            case "recent":
                reviews.Ledger.Recent = _ => throw Away();
                break;
            case "admission":
                reviews.Ledger.BeforeAdmission = () => throw Away();
                break;
            default:
                reviews.Ledger.BeforeCompletion = () => throw Away();
                break;
        }

        var budget = new ReviewBudget();
        var verdict = await reviews.AskAsync(Reviews.Request(budget: budget));
        Assert.That((verdict.Veto, verdict.Waited, verdict.Source), Is.EqualTo((true, true, "llm:active:ledger_failed:veto")));
        Assert.That((await reviews.AskAsync(Reviews.Request(budget: budget))).Source, Is.EqualTo(verdict.Source), "the next of the tick");
        Assert.That((reviews.Provider.Asked.Count, reviews.Ledger.Records.Count), Is.EqualTo((asked, 0)));
        Assert.That(reviews.Logs.Lines, Has.Some.Contains("permission denied"));
        Assert.That(await RegistryPage.ReadAsync(reviews.Registry), Does.Contain("torghut_llm_unrecorded_total{reason=\"ledger_failed\"} 2\n"));

        static Npgsql.NpgsqlException Away() => new("permission denied for a table of reviews");
    }

    /// <summary>A lock on the table of reviews holds no tick.</summary>
    [Test]
    public async Task Review_RowIsNotStored_EndsAsAVeto()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var reviews = new Reviews(ScriptedProvider.Saying(subject => Answers.Good(subject: subject)), time: time);
        var (asked, never) = (new TaskCompletionSource(), new TaskCompletionSource());
        reviews.Ledger.BeforeCompletion = () =>
        {
            asked.SetResult();
            return never.Task;
        };
        var review = reviews.AskAsync();
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await review.WaitAsync(Eventually.Timeout)).Source, Is.EqualTo("llm:active:ledger_failed:veto"));
    }

    /// <summary>A shadow review that breaks off must not end the loop that makes the others.</summary>
    [Test]
    public async Task Review_InShadowBreaksOff_TheNextIsMade()
    {
        using var reviews = new Reviews(ScriptedProvider.Saying(subject => Answers.Good(subject: subject)), policy: policy => policy.ShadowMode = true);
        var recent = reviews.Ledger.Recent;
        var calls = 0;
        reviews.Ledger.Recent = token => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("odd") : recent(token);
        using var stop = new CancellationTokenSource();
        var loop = reviews.Shadow.RunAsync(stop.Token);
        await reviews.AskAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref calls) == 1, "the first is begun");
        await reviews.AskAsync();
        await Eventually.HoldsAsync(() => reviews.Provider.Asked.Count == 1, "the next is made");
        await stop.CancelAsync();
        Assert.That(async () => await loop, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(reviews.Logs.Lines, Has.Some.Contains(nameof(InvalidOperationException)));
    }

    /// <summary>An answer that was paid for is stored once Postgres is back; one that cannot be stored then either is counted.</summary>
    [TestCase(1, 1, 0)]
    [TestCase(2, 0, 1)]
    public async Task Review_InShadowIsNotStored_IsStoredOnceMore(int failures, int rows, int unrecorded)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var reviews = new Reviews(
            ScriptedProvider.Saying(subject => Answers.Good(subject: subject)), policy: policy => policy.ShadowMode = true, time: time);
        var attempts = 0;
        reviews.Ledger.BeforeCompletion = () =>
            Interlocked.Increment(ref attempts) <= failures ? throw new Npgsql.NpgsqlException("away") : Task.CompletedTask;
        using var stop = new CancellationTokenSource();
        var loop = reviews.Shadow.RunAsync(stop.Token);
        await reviews.AskAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref attempts) == 1, "it is answered");
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return Volatile.Read(ref attempts) == 2;
            },
            "stored once more");
        await Eventually.HoldsAsync(
            async () => (await RegistryPage.ReadAsync(reviews.Registry)).Contains(
                $"torghut_llm_unrecorded_total{{reason=\"ledger_failed\"}} {unrecorded}\n", StringComparison.Ordinal)
                && reviews.Ledger.Records.Count == rows,
            "stored or counted");
        await stop.CancelAsync();
        Assert.That(async () => await loop, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(reviews.Provider.Asked, Has.Count.EqualTo(1), "paid for once");
    }

    /// <summary>A service that ends makes no review that waits; it says of each that it is not made.</summary>
    [Test]
    public async Task Review_InShadowWhenTheServiceEnds_IsCounted()
    {
        using var reviews = new Reviews(ScriptedProvider.Hanging(), policy: policy => policy.ShadowMode = true);
        for (var at = 0; at < 10; at++)
        {
            await reviews.AskAsync();
        }

        using var stop = new CancellationTokenSource();
        var loop = reviews.Shadow.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => reviews.Provider.Asked.Count == 4, "as many as are made at a time");
        await stop.CancelAsync();
        Assert.That(async () => await loop, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await RegistryPage.ReadAsync(reviews.Registry), Does.Contain("torghut_llm_unrecorded_total{reason=\"stopped\"} 10\n"));
        Assert.That(reviews.Logs.Lines.Count(line => line.Contains("stopped", StringComparison.Ordinal)), Is.EqualTo(10));
    }
}
