using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ops.Replay;

/// <summary>The command line of <c>torghut-ops ta-replay</c>.</summary>
internal sealed partial record ReplayArguments(string ReplayId, ReplayMode Mode)
{
    public const string Usage =
        "--replay-id ID [--mode plan|apply|verify|rollback|plan-destructive|apply-destructive] [--from UTC] [--to UTC] [--reason TEXT] "
        + "[--confirm REPLAY_TA_CANARY] [--accept-paper] [--ticket REF] [--confirm-destructive DELETE_DERIVED_TOPICS] [--json]";

    private static readonly Dictionary<string, ReplayMode> Modes = new(StringComparer.Ordinal)
    {
        ["plan"] = ReplayMode.Plan,
        ["apply"] = ReplayMode.Apply,
        ["verify"] = ReplayMode.Verify,
        ["rollback"] = ReplayMode.Rollback,
        ["plan-destructive"] = ReplayMode.PlanDestructive,
        ["apply-destructive"] = ReplayMode.ApplyDestructive,
    };

    /// <summary>Begin of the window whose rows are wanted; null for what there is.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string Reason { get; init; } = "";

    public string Confirmation { get; init; } = "";

    public string DestructiveConfirmation { get; init; } = "";

    public string Ticket { get; init; } = "";

    /// <summary>Trading may go on, on paper.</summary>
    public bool AcceptPaper { get; init; }

    public bool Json { get; init; }

    public bool IsDestructive => Mode is ReplayMode.PlanDestructive or ReplayMode.ApplyDestructive;

    /// <summary>The arguments; null when they are wrong.</summary>
    public static ReplayArguments? Parse(IReadOnlyList<string> words)
    {
        var arguments = new ReplayArguments("", ReplayMode.Plan);
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is "--json" or "--accept-paper")
            {
                arguments = words[at] == "--json" ? arguments with { Json = true } : arguments with { AcceptPaper = true };
                continue;
            }

            if (at + 1 == words.Count || arguments.With(words[at], words[at + 1]) is not { } more)
            {
                return null;
            }

            arguments = more;
            at++;
        }

        return Id().IsMatch(arguments.ReplayId) && !(arguments.From > arguments.To) ? arguments : null;
    }

    private ReplayArguments? With(string name, string value) => name switch
    {
        "--replay-id" => this with { ReplayId = value },
        "--mode" when Modes.TryGetValue(value, out var mode) => this with { Mode = mode },
        "--from" when Time(value) is { } from => this with { From = from },
        "--to" when Time(value) is { } to => this with { To = to },
        "--reason" => this with { Reason = value },
        "--confirm" => this with { Confirmation = value },
        "--confirm-destructive" => this with { DestructiveConfirmation = value },
        "--ticket" => this with { Ticket = value },
        _ => null,
    };

    private static DateTimeOffset? Time(string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : null;

    /// <summary>It becomes part of a group's and a file's name.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Id();
}
