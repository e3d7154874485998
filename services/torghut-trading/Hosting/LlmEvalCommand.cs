using System.Diagnostics;
using Npgsql;
using Torghut.Common.Configuration;
using Torghut.Common.Hosting;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Hosting;

/// <summary>
/// <c>torghut-trading llm-eval</c>: replays a labelled set against the configured provider or the answers recorded in it, or every stored review from its
/// bytes. 0 passed, 1 below a threshold, 3 too few answered cases to say.
/// </summary>
internal static class LlmEvalCommand
{
    public const int InsufficientSample = 3;

    private const string Usage = """
        Usage: torghut-trading llm-eval (--golden FILE [--markdown] | --recorded)

        Asks the configured model (LLM_*) about every case of a labelled set that has no recorded answer, for at most the tokens and the money of a day, and prints
        what it did as JSON or Markdown; golden/v1.jsonl beside the program is such a set. --recorded makes every stored review (DB_DSN) again from its bytes.
        The exit code is 0, 1 below a threshold or for a review that differs, 3 for fewer than 300 answered cases that must not be approved.
        """;

    public static ServiceCommand Command { get; } =
        new("llm-eval", "llm-eval (--golden FILE [--markdown] | --recorded): what a model does with labelled cases, or stored reviews again", RunAsync);

    /// <summary>Asks for every case that has no recorded answer.</summary>
    public static async Task<EvaluationReport> EvaluateAsync(
        IReadOnlyList<EvaluationCase> cases, OptionSet options, HttpMessageHandler handler, CancellationToken cancellationToken)
    {
        var (provider, policy) = (options.Get<ProviderOptions>(), options.Get<AdvisoryPolicyOptions>());
        var prompt = new PromptLibrary(provider).Current;
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new ProviderClient(http);
        var budget = new EvaluationBudget(provider);
        var modelLock = policy.LockOf(provider.Endpoints()[0], provider);
        var samples = new List<EvaluationSample>();
        foreach (var one in cases)
        {
            var began = Stopwatch.GetTimestamp();
            var reply = one.Reply;
            if (reply is null && prompt is not null)
            {
                var body = CompletionRequest.Make(provider, provider.Endpoints()[0].Model, prompt.Text, one.Context);
                reply = budget.Reserve(body)
                    ? await AskAsync(client, provider, body, cancellationToken)
                    : ProviderReply.Of(ReviewOutcome.BudgetExhausted);
                budget.Settle(body, CompletionReader.Read(reply, one.Subject));
            }

            var read = CompletionReader.Read(reply ?? ProviderReply.Of(ReviewOutcome.PromptMissing), one.Subject);
            samples.Add(new EvaluationSample(
                one,
                read,
                PolicyGuard.Apply(one.Order, read, Bounds(policy, modelLock, one)),
                one.Reply is null && !read.Outcome.IsSkip() ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero));
        }

        return new EvaluationReport(samples, policy.TrainingCutoff, provider);
    }

    /// <summary>What keeps the provider from being asked; nothing where nobody is, because every answer is recorded or there is no prompt.</summary>
    public static IReadOnlyList<ConfigurationProblem> ProblemsOf(IReadOnlyList<EvaluationCase> cases, ProviderOptions provider) =>
        cases.Any(one => one.Reply is null) && new PromptLibrary(provider).Current is not null ? [.. provider.ValidateProvider()] : [];

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var markdown = context.Arguments.Contains("--markdown");
        switch (context.Arguments.Where(word => word != "--markdown").ToArray())
        {
            case ["--recorded"] when !markdown:
                return await RecordedAsync(context, cancellationToken);
            case ["--golden", var path]:
                return await GoldenAsync(context, path, markdown, cancellationToken);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return ExitCodes.Usage;
        }
    }

    private static async Task<int> GoldenAsync(CommandContext context, string path, bool markdown, CancellationToken cancellationToken)
    {
        if (context.ReadOptions(typeof(ProviderOptions), typeof(AdvisoryPolicyOptions), typeof(SwitchOptions)) is not { } options)
        {
            return ExitCodes.Configuration;
        }

        IReadOnlyList<EvaluationCase> cases;
        try
        {
            cases = EvaluationCase.ReadAll(await File.ReadAllLinesAsync(path, cancellationToken));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            await Console.Error.WriteLineAsync($"{path}: {failure.Message}");
            return ExitCodes.Usage;
        }

        if (ProblemsOf(cases, options.Get<ProviderOptions>()) is { Count: > 0 } problems)
        {
            await Console.Error.WriteLineAsync($"Nobody was asked:\n  {string.Join("\n  ", problems)}");
            return ExitCodes.Configuration;
        }

        using var handler = ProviderClient.Transport(options.Get<ProviderOptions>());
        var report = await EvaluateAsync(cases, options, handler, cancellationToken);
        await Console.Out.WriteLineAsync(markdown ? report.ToMarkdown() : CanonicalJson.Serialize(report.ToMap()));
        return report.Verdict switch
        {
            EvaluationReport.Passed => ExitCodes.Success,
            EvaluationReport.InsufficientSample => InsufficientSample,
            _ => ExitCodes.Failure,
        };
    }

    private static async Task<int> RecordedAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.ReadOptions(typeof(DatabaseOptions))?.Get<DatabaseOptions>() is not { } options)
        {
            return ExitCodes.Configuration;
        }

        await using var database = new Database(options);
        var (reviews, different) = (0, new List<JsonMap>());
        try
        {
            await foreach (var review in new RecordedReviews(database).ReadAsync(cancellationToken))
            {
                reviews++;
                if (review.Difference() is { } difference)
                {
                    different.Add(new JsonMap { ["id"] = review.Id, ["difference"] = difference });
                }
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("The reviews could not be read: " + failure.Message);
            return ExitCodes.Failure;
        }

        await Console.Out.WriteLineAsync(CanonicalJson.Serialize(new JsonMap
        {
            ["reviews"] = reviews,
            ["reproduced"] = reviews - different.Count,
            ["different"] = different,
        }));
        return different.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static async Task<ProviderReply> AskAsync(ProviderClient client, ProviderOptions options, byte[] body, CancellationToken cancellationToken)
    {
        var limit = new ReviewLimit(options.Timeout, ReviewOutcome.Timeout, TimeProvider.System);
        return Redaction.Apply(await client.AskAsync(options.Endpoints()[0], body, limit, cancellationToken), options);
    }

    private static PolicyBounds Bounds(AdvisoryPolicyOptions policy, string modelLock, EvaluationCase one) => new()
    {
        MinConfidence = policy.MinConfidence,
        AdjustmentAllowed = policy.AllowsAdjustment,
        MinQtyMultiplier = policy.MinQtyMultiplier,
        MaxQtyMultiplier = policy.MaxQtyMultiplier,
        OrderKinds = policy.OrderKinds,
        FailMode = policy.EffectiveFailMode,
        AbstainFailMode = policy.EffectiveAbstainFailMode,
        EscalateFailMode = policy.EffectiveEscalateFailMode,
        ModelLock = modelLock,
        ReferencePrice = one.ReferencePrice ?? one.Order.LimitPrice,
    };
}
