using System.Globalization;
using System.Text.Json;
using Torghut.Contracts;
using Torghut.Ops.Audit;
using Torghut.Ops.Kafka;

namespace Torghut.Ops.Replay;

/// <summary>What a replay would do and whether it can. Making it changes nothing.</summary>
/// <param name="GroupUsed">Whether anything is left of the planned group from before.</param>
internal sealed record ReplayPlan(
    string ReplayId, TaManifest Current, IReadOnlyList<PartitionLog> Inputs, IReadOnlyDictionary<string, TimeToLive> TimesToLive, TradingPosture Trading,
    bool GroupUsed, DateTimeOffset Now, (DateTimeOffset From, DateTimeOffset To)? Window)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>What is retained now must outlast the replay.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>Why the workload cannot be replayed at all; null when it can.</summary>
    public Gate? State { get; init; }

    public string Group => GroupOf(ReplayId);

    public bool HasHistory => Inputs.All(log => log.IsComplete);

    public static string GroupOf(string replayId) => GroupNames.Replay + replayId;

    /// <summary>The gates that do not hold, in the order in which they are looked at.</summary>
    public IEnumerable<Gate> Gates(ReplayArguments arguments)
    {
        if (State is { } state)
        {
            yield return state;
        }

        if (GroupUsed)
        {
            yield return new("group", $"{Group} was used before; every replay needs a group of its own, take another --replay-id");
        }

        if (Current.Group == Group)
        {
            yield return new("group", $"{Group} is the group in use");
        }

        if (!Trading.IsPaused && (arguments.IsDestructive || !arguments.AcceptPaper || !Trading.IsPaper))
        {
            yield return new("trading", Trading.Enabled is null
                ? "whether trading is paused is not known (TORGHUT_TRADING_URL, /trading/status)"
                : "trading is not paused: torghut-ops actuate --change pause-trading"
                    + (arguments.IsDestructive ? "" : ", or --accept-paper where it trades on paper"));
        }

        foreach (var gate in WindowGates())
        {
            yield return gate;
        }
    }

    private IEnumerable<Gate> WindowGates()
    {
        if (Inputs.All(log => log.Topic != Topics.Trades))
        {
            yield return new("window", $"there is no topic {Topics.Trades}");
        }

        if (Window is not { } window)
        {
            yield return new("window", "there are no derived rows yet, so there is no first run to compare with");
            yield break;
        }

        foreach (var log in Inputs)
        {
            if (!log.IsComplete && (log.Oldest ?? Now - log.Retention) > window.From)
            {
                yield return new("retention", $"{log.Topic}/{log.Partition} does not reach back to {Text(window.From)}; what was before is gone");
            }
            else if (log.Retention is { } retention && log.Oldest is { } oldest && Later(oldest, window.From) + retention < Now + Margin)
            {
                yield return new("retention", string.Create(CultureInfo.InvariantCulture,
                    $"{log.Topic}/{log.Partition} keeps records {retention.TotalDays:0.#} days; the oldest that are needed go before the replay is through"));
            }
        }

        foreach (var (table, kept) in TimesToLive)
        {
            if (kept.Unreadable is { } clause)
            {
                yield return new("ttl", $"when rows of {table} expire cannot be read from its TTL: {clause}");
            }
            else if (kept.ExpiryOf(window.From) is { } expiry && expiry < Now + Margin)
            {
                yield return new("ttl", $"rows of {table} expire ({kept.Text}), those of {Text(window.From)} at {Text(expiry)}: at once");
            }
        }
    }

    /// <summary>Everything that would be done, in order.</summary>
    public IReadOnlyList<string> Steps(string manifest, string branch, bool destructive) =>
    [
        $"suspend   commit on {branch}, {manifest}: job.state = suspended; wait until no pod of {Current.Group} and {ReplayLogs.SinkOf(Current.Group)} is left",
        "baseline  digests of the derived rows, ends of the inputs and of the derived topics, into the replay's record",
        .. destructive
            ? new[]
            {
                $"copy      {string.Join(" and ", ReplayLogs.Derived)} into OPS_REPLAY_DIR",
                "remake    delete those two topics, and make them anew as they were made",
            }
            : [],
        string.Create(CultureInfo.InvariantCulture,
            $"change    commit: config.TA_GROUP_ID = {Group}, config.TA_AUTO_OFFSET_RESET = earliest, job.restartNonce = {Current.RestartNonce + 1}"),
        $"run       commit: job.state = running; wait until {Group} has members",
        $"verify    torghut-ops ta-replay --replay-id {ReplayId} --mode verify",
    ];

    /// <summary>The plan for programs.</summary>
    public string ToJson(IReadOnlyList<string> steps, IReadOnlyList<Gate> gates, bool isDestructive) => JsonSerializer.Serialize(
        new
        {
            ReplayId,
            Current,
            Group,
            OffsetReset = "earliest",
            Window?.From,
            Window?.To,
            HasHistory,
            Inputs,
            Steps = steps,
            Gates = gates,
            Rollback = RollbackOf(ReplayId, isDestructive),
        },
        Json);

    public static string RollbackOf(string replayId, bool isDestructive) =>
        $"torghut-ops ta-replay --replay-id {replayId} --mode rollback --reason TEXT --confirm {ReplayRunner.Confirmation}"
        + (isDestructive ? $" --confirm-destructive {ReplayRunner.DestructiveConfirmation}" : "");

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
