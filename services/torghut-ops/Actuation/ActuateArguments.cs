using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ops.Actuation;

/// <summary>The command line of <c>torghut-ops actuate</c>.</summary>
internal sealed partial record ActuateArguments
{
    public const string Usage =
        "--change pause-trading|resume-trading|restart-ws|suspend-ta|resume-ta [--force-restart] [--change-id ID] [--priority-id ID] [--reason TEXT] "
        + "[--confirm ACTUATE_TORGHUT] [--emergency --pause-minutes N], or --rollback CHANGE_ID, or --restore-self-heal APPLICATION, each with "
        + "--reason TEXT --confirm ACTUATE_TORGHUT";

    private const int LongestPause = 240;

    public string Change { get; init; } = "";

    /// <summary>Id of the change that is taken back.</summary>
    public string Rollback { get; init; } = "";

    /// <summary>Names the change; the same one twice is made once.</summary>
    public string ChangeId { get; init; } = "";

    /// <summary>The incident's or the ticket's id.</summary>
    public string PriorityId { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>Null for a plan.</summary>
    public string? Confirmation { get; init; }

    public bool ForceRestart { get; init; }

    /// <summary>The live object is changed, before the repository.</summary>
    public bool Emergency { get; init; }

    /// <summary>How long self-heal may stay paused; 0 when it was not said.</summary>
    public int PauseMinutes { get; init; }

    /// <summary>Application whose self-heal is put back.</summary>
    public string RestoreSelfHeal { get; init; } = "";

    /// <summary>Whether the cluster is asked, and not the repository.</summary>
    public bool IsLive => Emergency || RestoreSelfHeal.Length > 0;

    /// <summary>What it is about, for the audit.</summary>
    public string Subject => Change + Rollback + RestoreSelfHeal;

    /// <summary>The arguments; null when they are wrong.</summary>
    public static ActuateArguments? Parse(IReadOnlyList<string> words)
    {
        var arguments = new ActuateArguments();
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] is "--force-restart" or "--emergency")
            {
                arguments = words[at] == "--emergency" ? arguments with { Emergency = true } : arguments with { ForceRestart = true };
                continue;
            }

            if (at + 1 == words.Count || arguments.With(words[at], words[at + 1]) is not { } more)
            {
                return null;
            }

            arguments = more;
            at++;
        }

        var asked = new[] { arguments.Change, arguments.Rollback, arguments.RestoreSelfHeal }.Count(word => word.Length > 0);
        return asked == 1 && arguments.Emergency == arguments.PauseMinutes > 0 && (!arguments.Emergency || arguments.Change.Length > 0) ? arguments : null;
    }

    private ActuateArguments? With(string name, string value) => name switch
    {
        "--change" => this with { Change = value },
        "--rollback" when Id().IsMatch(value) => this with { Rollback = value },
        "--change-id" when Id().IsMatch(value) => this with { ChangeId = value },
        "--priority-id" when Id().IsMatch(value) => this with { PriorityId = value },
        "--restore-self-heal" when Id().IsMatch(value) => this with { RestoreSelfHeal = value },
        "--pause-minutes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= LongestPause
            => this with { PauseMinutes = minutes },
        "--reason" => this with { Reason = value },
        "--confirm" => this with { Confirmation = value },
        _ => null,
    };

    /// <summary>It becomes part of a branch's name and of a commit's trailer.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9])){0,79}\z")]
    private static partial Regex Id();
}
