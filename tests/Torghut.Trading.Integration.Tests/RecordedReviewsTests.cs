using System.Text;
using System.Text.Json;
using Torghut.Common.Drills;
using Torghut.Trading.Advisory;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Orders;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Reviews that were stored are made again from their bytes, whatever came of them.</summary>
public sealed class RecordedReviewsTests
{
    [Test]
    public async Task Recorded_EveryOutcomeOfTheList_IsReproducedFromPostgres()
    {
        await using var fresh = await FreshDatabase.CreateAsync();
        var row = await fresh.DecisionAsync(OrderState.Planned);
        var subject = ReviewContext.Subject(row);
        var options = new ProviderOptions { TokenBudget = 1_000_000, CostBudget = 1_000 };
        var ledger = new ReviewLedger(fresh.Database, options, TimeProvider.System, Failpoints.None);
        var seen = new List<ReviewOutcome>();
        foreach (var reply in Replies(subject))
        {
            var admission = await ledger.AdmitAsync(new AdmissionRequest(FreshDatabase.Account, $"endpoint-{seen.Count}", 100, 0.001m), CancellationToken.None);
            var read = CompletionReader.Read(reply, subject);
            var record = ReviewRecords.Of(row, admission, tokens: null, read.Outcome);
            record = record with { Reply = reply, Read = read, Guarded = PolicyGuard.Apply(record.Order, read, record.Bounds) };
            await ledger.CompleteAsync(record, CancellationToken.None);
            seen.Add(read.Outcome);
        }

        var stored = new List<RecordedReview>();
        await foreach (var review in new RecordedReviews(fresh.Database).ReadAsync(CancellationToken.None))
        {
            stored.Add(review);
        }

        Assert.That(seen.Distinct(), Is.EquivalentTo(ReviewOutcomes.All), "every outcome that there is");
        Assert.That(stored.Select(review => review.Outcome), Is.EquivalentTo(seen.Select(outcome => outcome.Code())));
        Assert.That(from review in stored let difference = review.Difference() where difference is not null select $"{review.Outcome}: {difference}", Is.Empty);
    }

    private static IEnumerable<ProviderReply> Replies(string subject)
    {
        var good = Good(subject);
        ProviderReply[] answered =
        [
            Ok(Body(good)),
            Ok(Body(null, more: ",\"refusal\":\"no\"")),
            Ok(Body(good, finish: "content_filter")),
            Ok(Body(good, finish: "length")),
            Ok(Body("")),
            Ok(Body("prose")),
            Ok(Body(good + "more")),
            Ok(Body(Good(subject, more: ",\"confidence\":0.1"))),
            Ok(Body(Good(subject, more: ",\"other\":1"))),
            Ok(Body("{}")),
            Ok(Body(Good(subject, confidence: "\"high\""))),
            Ok(Body(Good(subject, confidence: "7"))),
            Ok(Body(Good(subject, confidence: "1e999"))),
            Ok(Body(new string('x', 10_000))),
            Ok(Body(Good("another"))),
            .. new[] { 400, 401, 429, 503 }.Select(status => new ProviderReply(null, status, Utf8("{}"))),
        ];

        ReviewOutcome[] faults =
        [
            ReviewOutcome.Late, ReviewOutcome.Timeout, ReviewOutcome.Connection, ReviewOutcome.BudgetExhausted, ReviewOutcome.CircuitOpen,
            ReviewOutcome.PromptMissing,
        ];
        return [.. answered, .. faults.Select(ProviderReply.Of)];
    }

    private static ProviderReply Ok(string body) => new(null, 200, Utf8(body));

    private static string Good(string subject, string confidence = "0.9", string more = "") =>
        $$"""{"subject":"{{subject}}","verdict":"veto","confidence":{{confidence}},"rationale":"why","risk_flags":[]{{more}}}""";

    private static string Body(string? content, string finish = "stop", string more = "") =>
        $$"""{"model":"m-1","choices":[{"finish_reason":"{{finish}}","message":{"content":{{JsonSerializer.Serialize(content)}}{{more}} } }]}""";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
