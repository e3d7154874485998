using System.Globalization;
using System.Text.RegularExpressions;

namespace Torghut.Ta.Drills;

/// <summary>What happens at a point, at its n-th hit.</summary>
internal sealed partial record Failpoint(string Name, FailpointAction Action, int Hit)
{
    /// <summary>Null when the text is not a crash point.</summary>
    public static Failpoint? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || !FailpointNames.All.Contains(match.Groups[1].Value, StringComparer.Ordinal)) return null;
        var hit = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
        return new Failpoint(match.Groups[1].Value, Enum.Parse<FailpointAction>(match.Groups[2].Value, ignoreCase: true), hit);
    }

    [GeneratedRegex(@"\A([a-z_]+)=(kill|stop|throw|delay)(?:@([1-9][0-9]{0,5}))?\z")]
    private static partial Regex Form();
}

internal enum FailpointAction
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP: the process stands still until somebody continues it.</summary>
    Stop,

    /// <summary>A failure that a broker might cause.</summary>
    Throw,

    /// <summary>One second passes.</summary>
    Delay,
}
